"""The simulated printer's orders: JSON lines on a unix socket, answered line by line."""

import asyncio
import json
from pathlib import Path
from typing import Any, Protocol

from printer.twin.device import Device, Fault
from printer.twin.output import Output


class Plugged(Protocol):
    """What the orders act on."""

    device: Device
    port: int

    @property
    def is_connected(self) -> bool:
        """Say whether a client is on the line."""
        ...

    def moved(self) -> None:
        """Say that something changed."""
        ...


async def serve_control(plug: Plugged, output: Output, path: Path) -> asyncio.Server:
    """Listen for orders on a unix socket."""

    async def client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                answer = obeyed(plug, output, line)
                writer.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
                await writer.drain()
        except ConnectionError:
            return  # whoever gave the order did not wait for the answer
        finally:
            writer.close()

    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    return await asyncio.start_unix_server(client, str(path))


def obeyed(plug: Plugged, output: Output, line: bytes) -> dict[str, Any]:
    """Carry out one order and return the answer; `ok` is false for an order that makes no sense."""
    try:
        order = json.loads(line)
        match order:
            case {"fault": "none"}:
                plug.device.set_fault(None)
            case {"fault": str(name)}:
                plug.device.set_fault(Fault(name))
            case {"paper": int() | float() as millimetres}:
                plug.device.load_paper(millimetres)
            case {"clear": True}:
                output.clear()
                plug.device.errors.clear()
            case {"slips": True}:
                return {"ok": True, "slips": _slips(output)}
            case {"status": True}:
                return {"ok": True, **_status(plug, output)}
            case _:
                return {"ok": False, "error": "不认识的指令，请看 simulated_printer 的说明"}
    except ValueError as error:
        return {"ok": False, "error": f"指令写错了：{error}"}
    plug.moved()
    return {"ok": True, **_status(plug, output)}


def _slips(output: Output) -> list[dict[str, Any]]:
    return [{"png": str(sheet.png), "text": sheet.text, "cut": sheet.was_cut} for sheet in output.sheets]


def _status(plug: Plugged, output: Output) -> dict[str, Any]:
    device = plug.device
    return {
        "port": plug.port,
        "connected": plug.is_connected,
        "offline": device.is_offline,
        "paper_mm": round(device.paper_mm, 1),
        "paper_out": device.is_out_of_paper,
        "near_end": device.is_near_end,
        "faults": sorted(device.faults),
        "errors": list(device.errors),
        "received": device.received,
        "waiting": device.waiting_bytes,
        "slips": len(output.sheets),
    }
