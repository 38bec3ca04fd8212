"""Bytes of a file as JSON carries them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Base64Encoder, EncodedBytes

Content = Annotated[bytes, EncodedBytes(encoder=Base64Encoder)]
