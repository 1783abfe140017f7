"""The local stack: moto, the model stand-in, the functions under the emulator, and what joins them."""
