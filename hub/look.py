"""The same on loopback for a look, or a test: made-up names, two passwords, no accounts. Not for a class.

All servers run as whoever starts this, so nothing keeps one person's files from another.
"""

import os
import secrets
import sys

c = get_config()  # noqa: F821
load_subconfig(os.path.join(os.path.dirname(__file__), "jupyterhub_config.py"))  # noqa: F821

STUDENTS = {"ada", "ben", "cleo"}
WORDS = c.SharedPasswordAuthenticator
WORDS.user_password, WORDS.admin_password = secrets.token_urlsafe(9), secrets.token_urlsafe(24)

c.JupyterHub.authenticator_class = "shared-password"
c.Authenticator.allowed_users = STUDENTS
c.Authenticator.admin_users = {"lecturer"}
c.JupyterHub.cleanup_servers = c.JupyterHub.cleanup_proxy = True

c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = os.path.join(os.environ["HUB_STATE"], "home", "{username}")
c.Spawner.args = ["--allow-root"]
c.Spawner.environment |= {"HUB_ONE_ACCOUNT": "1"}

sys.stderr.write(
    f"\n  {c.JupyterHub.bind_url}\n  {', '.join(sorted(STUDENTS))}: password {WORDS.user_password}\n"
    f"  lecturer: password {WORDS.admin_password}\n\n"
)
