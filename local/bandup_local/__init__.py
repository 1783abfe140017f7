"""The local stack: moto, the model stand-in, the functions under the Runtime Interface Emulator, and what joins them."""
