"""`python do_step.py <step> ...`: does one of `steps_inside` in the installation of its environment, and answers in JSON."""

import json
import sys
from importlib import import_module

from amparo.web.home import Home
from amparo.web.operating.starting import start

if __name__ == "__main__":
    Home.find().make()
    start()
    # Only now: it needs Django.
    step = getattr(import_module("steps_inside"), sys.argv[1])
    json.dump(step(*sys.argv[2:]), sys.stdout)
