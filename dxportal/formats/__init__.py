"""How dates are written and read where Django does it itself (FORMAT_MODULE_PATH)."""
