from reports.models.summary import Correction, CorrectionState, Summary, SummaryState

__all__ = ["Correction", "CorrectionState", "Summary", "SummaryState"]
