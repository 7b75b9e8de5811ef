"""Settings for grading: copy this file into the course directory, where nbgrader looks for it."""

c = get_config()  # noqa: F821

# seconds that one cell may take; nbgrader's own limit of 30 is tight on a busy machine
c.Execute.timeout = 120

# a check that a student has deleted is reported, put back and run; nbgrader makes the sentence a comment
c.OverwriteCells.add_missing_cells = True
c.OverwriteCells.missing_cell_notification = "This check, {cell_id}, was missing. nbgrader put it back.\n"
