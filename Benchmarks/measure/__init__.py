"""What the benchmarks and the soak are made of: processes under a made-up Runtime API, figures, pages."""
