"""What all entries of our YAML files share: closed keys, and the forms of codes, texts and points."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

CODE_FORM = r"^[A-Za-z][A-Za-z0-9_.]{0,39}$"
COUNTRY_FORM = r"^[A-Z]{2}$"
REGION_FORM = r"^[A-Za-z]{2,4}$"
Code = Annotated[str, StringConstraints(pattern=CODE_FORM)]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Points = Annotated[float, Field(ge=0, le=100)]


class Entry(BaseModel):
    """An entry of a framework file: unknown keys are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False, allow_inf_nan=False)
