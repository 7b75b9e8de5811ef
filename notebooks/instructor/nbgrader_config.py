"""Settings for grading. `python -m tools.grade` makes the course directory that uses them."""

import sys

from nbgrader.converters import Autograde
from nbgrader.preprocessors import Execute, NbGraderPreprocessor

c = get_config()  # noqa: F821

try:
    from tools.feedback import Harmless, as_html, harmless
    from tools.sandbox import Guarded

    # no script of a student's in the page that is handed back, nor in Formgrader, where it would run as you
    c.GenerateFeedback.exporter_class = Harmless
    c.HTMLExporter.sanitize_html = True
    c.HTMLExporter.filters = {"clean_html": harmless, "markdown2html": as_html}
except ImportError:
    print("NO SANDBOX: grade with `python -m tools.grade FOLDER`, typed in the folder of the course.", file=sys.stderr)
    Guarded = Execute


class WithoutNotes(NbGraderPreprocessor):
    """Students are not given the cells that are marked as notes for the lecturer."""

    def preprocess(self, nb, resources):
        nb.cells = [cell for cell in nb.cells if cell.metadata.get("slideshow", {}).get("slide_type") != "notes"]
        return nb, resources


c.GenerateAssignment.preprocessors.prepend([WithoutNotes])

# students' code runs in a sandbox, and a clean process confirms what it earned
steps = Autograde.autograde_preprocessors.default_args[0]
c.Autograde.autograde_preprocessors = [Guarded if step is Execute else step for step in steps]

# seconds that one cell may take; nbgrader's own limit of 30 is tight on a busy machine
c.Execute.timeout = 120
# seconds to read what a cell had written when it was stopped; where there is more, the notebook is not graded
c.Execute.iopub_timeout = 60

# a check that a student has deleted is reported, put back and run; nbgrader makes the sentence a comment
c.OverwriteCells.add_missing_cells = True
c.OverwriteCells.missing_cell_notification = "This check, {cell_id}, was missing. nbgrader put it back.\n"

# files as an LMS gives them, "04_week2_exercise (1).ipynb" too; what is named otherwise is passed over and reported:
#   Moodle  "Anna Example_4711_assignsubmission_file/04_week2_exercise.ipynb": the student is "Anna Example_4711"
#   Canvas  "exampleanna_LATE_4711_90210_04_week2_exercise-1.ipynb": the student is "4711"
c.ZipCollectApp.strict = True
c.FileNameCollectorPlugin.named_regexp = (
    r".*[/\\](?:[^/\\_]+_(?:LATE_)?(?=\d+_\d+_))?"
    r"(?P<student_id>\d+(?=_\d+_)|[^/\\]+_\d+(?=_assignsubmission_file))_(?:assignsubmission_file_?[/\\]?|\d+_)"
    r"(?P<file_id>\d\d_[a-z]\w*?)(?: ?\(\d+\)| - Copy|-\d+)*\.ipynb$"
)
