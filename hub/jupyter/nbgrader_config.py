"""nbgrader on a hub: for everybody. A lecturer's course directory has its own nbgrader_config.py besides."""

import os

from nbgrader import utils

c = get_config()  # noqa: F821
c.CourseDirectory.course_id = "cross-entropy"
c.Exchange.root = os.environ.get("HUB_EXCHANGE", "/srv/nbgrader/exchange")

if "HUB_ONE_ACCOUNT" in os.environ:  # then nbgrader asks the hub for the name, as it does on Kubernetes
    utils.get_osusername = lambda: "jovyan"
    c.ExchangeCollect.check_owner = False
