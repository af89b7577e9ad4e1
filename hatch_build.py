"""What building a wheel adds to packing files: the compiled kernel, where there is a compiler."""

from __future__ import annotations

import importlib.util
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class KernelHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles the kernel into the source tree; without a compiler the wheel is pure Python."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the kernel and tag the wheel for this platform."""
        if self.target_name != "wheel":
            return
        script = Path(self.root) / "scripts" / "build_kernel.py"
        spec = importlib.util.spec_from_file_location("build_kernel", script)
        assert spec is not None
        assert spec.loader is not None
        kernel = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(kernel)
        wrong = kernel.build()
        if wrong:
            kernel.LIBRARY.unlink(missing_ok=True)  # a stale one would be packed
            print(f"plancast: the kernel is not compiled ({wrong.splitlines()[0]}); numpy does its "
                  "work", file=sys.stderr)
            return
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform}"
        build_data["artifacts"].append("models/law/_kernel.so")
