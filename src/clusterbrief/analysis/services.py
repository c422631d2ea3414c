"""Services: who provides what, beside the shares among EU label holders."""

import pandas as pd

from clusterbrief.analysis.eu import service_benchmarks
from clusterbrief.study.framework import Framework
from clusterbrief.study.reference import ReferenceTables

SERVICE_KINDS = {"organisation_code": str, "kind": str, "service_code": str, "has": bool}
MAIN, DIGITAL = "main general services", "digitalisation services"


def list_services(responses: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Which services each organisation has.

    A general service counts where it is among the up to five *main* ones, because EU listings seem to allow
    five; a digitalisation service counts where it is provided now.

    Returns
    -------
    DataFrame, one row per organisation and service that it answered about
        ``organisation_code``, ``kind``, ``service_code``, ``has``.
    """
    answered = responses[responses["state"] == "answered"]
    parts = [_main_services(answered, framework), _digital_services(answered, framework)]
    return pd.concat(parts, ignore_index=True).astype(SERVICE_KINDS)


def _questions_measured_by(table: str, framework: Framework) -> list[str]:
    """Codes of the questions whose indicators are measured against a table of services."""
    return [
        code
        for indicator in framework.indicators.values()
        if indicator.benchmark and indicator.benchmark.eu and indicator.benchmark.eu.table == table
        for code in indicator.questions
    ]


def _main_services(answered: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    rows = []
    asked_about = {question.service for question in framework.questions.values() if question.service}
    for code in _questions_measured_by("general_services", framework):
        # an option that names no service, such as "none so far", only says that the others are not chosen
        services = [each.code for each in framework.options(framework.questions[code]) if each.code in asked_about]
        chosen = answered[answered["question_code"] == code]
        for organisation, value in zip(chosen["organisation_code"], chosen["value"], strict=True):
            rows += [(organisation, MAIN, service, service in value) for service in services]
    return pd.DataFrame(rows, columns=["organisation_code", "kind", "service_code", "has"])


def _digital_services(answered: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    services = {
        code: framework.questions[code].service for code in _questions_measured_by("digital_services", framework)
    }
    rows = answered[answered["question_code"].isin(services)]
    return pd.DataFrame(
        {
            "organisation_code": rows["organisation_code"],
            "kind": DIGITAL,
            "service_code": rows["question_code"].map(services),
            "has": rows["value"] == "provided",
        }
    )


def eu_service_shares(reference: ReferenceTables) -> pd.DataFrame:
    """Shares of Tables 3 and 4.

    Returns
    -------
    DataFrame, one row per service
        ``kind``, ``service_code``, ``label``, ``gold_share`` and ``silver_share`` [0-1, of the label holders].
    """
    parts = [
        service_benchmarks(table, reference.holders)
        .merge(table[["service_code", "label"]], on="service_code")
        .assign(kind=kind)
        for kind, table in ((MAIN, reference.general_services), (DIGITAL, reference.digital_services))
    ]
    shares = pd.concat(parts, ignore_index=True)
    columns = ["kind", "service_code", "label", "gold_share", "silver_share"]
    return shares.loc[shares["service_code"] != "other", columns].reset_index(drop=True)
