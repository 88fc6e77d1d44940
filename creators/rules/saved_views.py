"""Who may do what with a saved view of the directory (product.md, row 5)."""


def may_change(*, own: bool, shared: bool, workspace_owner: bool) -> bool:
    """Its owner; of a shared one also an owner of the workspace, as its people leave."""
    return own or (shared and workspace_owner)
