"""Settings for grading: copy this file into the course directory, where nbgrader looks for it."""

from nbgrader.preprocessors import NbGraderPreprocessor

c = get_config()  # noqa: F821


class WithoutNotes(NbGraderPreprocessor):
    """Students are not given the cells that are marked as notes for the lecturer."""

    def preprocess(self, nb, resources):
        nb.cells = [cell for cell in nb.cells if cell.metadata.get("slideshow", {}).get("slide_type") != "notes"]
        return nb, resources


c.GenerateAssignment.preprocessors.prepend([WithoutNotes])

# seconds that one cell may take; nbgrader's own limit of 30 is tight on a busy machine
c.Execute.timeout = 120

# a check that a student has deleted is reported, put back and run; nbgrader makes the sentence a comment
c.OverwriteCells.add_missing_cells = True
c.OverwriteCells.missing_cell_notification = "This check, {cell_id}, was missing. nbgrader put it back.\n"
