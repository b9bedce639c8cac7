"""llama.cpp's server on loopback: python serve.py MODEL PORT KEY"""

import signal
import sys

import xllamacpp

options = xllamacpp.CommonParams()
options.model.path, options.port = sys.argv[1], int(sys.argv[2])
options.api_keys = [sys.argv[3]]
options.hostnames = ["127.0.0.1"]
# Two answers at once, each with a window of 32,768 tokens.
options.n_ctx, options.n_parallel = 65536, 2
options.cpuparams.n_threads = 1
options.n_gpu_layers = 0
options.warmup = options.fit_params = options.ui = False
options.use_jinja = options.endpoint_metrics = True
server = xllamacpp.Server(options)
signal.pause()
