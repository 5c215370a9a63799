"""The same network, batch and step in PyTorch, as a worker of bench/main.ts.

Reads a number of steps from each line of stdin, runs them, and answers with the
seconds that they took.
"""

import argparse
import resource
import sys
import time

import torch
import torch.nn.functional as F

from pytorch_network import Network


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--layout", choices=["nchw", "nhwc"], default="nhwc")
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--evaluate", action="store_true")
    parser.add_argument("--bfloat16", action="store_true")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    layout = torch.channels_last if options.layout == "nhwc" else torch.contiguous_format
    model = Network().to(memory_format=layout)
    images = torch.randint(0, 256, (4000, 1, 28, 28), dtype=torch.uint8)
    labels = torch.randint(0, 10, (4000,))
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, fused=True)
    compiled = torch.compile(model) if options.compile else model

    def forward(x):
        with torch.autocast("cpu", torch.bfloat16, enabled=options.bfloat16):
            return compiled(x).float()


    def batch(step):
        start = step * options.batch
        indices = torch.arange(start, start + options.batch) % 4000
        x = (images[indices].float() - 33.3) / 78.6
        return x.to(memory_format=layout), labels[indices]

    def train(step):
        x, y = batch(step)
        optimizer.zero_grad(set_to_none=True)
        loss = F.nll_loss(forward(x), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    def evaluate(step):
        x, y = batch(step)
        with torch.inference_mode():
            return (forward(x).argmax(1) == y).sum().item()

    if options.evaluate:
        model.eval()
    run = evaluate if options.evaluate else train
    started = time.perf_counter()
    run(0)
    first = time.perf_counter() - started
    print(f"ready PyTorch {torch.__version__}, first step {first:.2f} s", flush=True)
    for line in sys.stdin:
        if line == "memory\n":
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            print(peak / 1024, flush=True)  # KiB on Linux
            continue
        start = time.perf_counter()
        for step in range(int(line)):
            run(step)
        print(time.perf_counter() - start, flush=True)


main()
