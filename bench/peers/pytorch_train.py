"""`deno task train` in PyTorch: the same recipe, data, lines and scores at the end.

Takes the recipe as JSON on the command line; the digits are those of MNIST_DIR.
"""

import argparse
import gzip
import json
import os
from pathlib import Path

import torch
import torch.nn.functional as F

from pytorch_network import Network


def read_idx(name, header):
    folder = Path(os.environ["MNIST_DIR"])
    packed = folder / f"{name}.gz"
    data = gzip.decompress(packed.read_bytes()) if packed.exists() else (folder / name).read_bytes()
    return torch.frombuffer(bytearray(data[header:]), dtype=torch.uint8)


def read_set(prefix):
    images = read_idx(f"{prefix}-images-idx3-ubyte", 16).view(-1, 1, 28, 28)
    return images, read_idx(f"{prefix}-labels-idx1-ubyte", 8).long()


def uniform(count, limit):
    return (torch.rand(count) * 2 - 1) * limit


def affine(images, rotation=0, shift=0, scale=0, shear=0, aspect=0):
    """Bilinear, one draw an image, as lib/training/augmentation/augment.ts."""
    count = len(images)
    angle, size = uniform(count, rotation * torch.pi / 180), 1 + uniform(count, scale)
    vertical = size * uniform(count, aspect).exp()
    cosine, sine = angle.cos(), angle.sin()
    slant = uniform(count, shear)
    x, y = uniform(count, shift) * 2 / 28, uniform(count, shift) * 2 / 28
    theta = torch.stack(
        [cosine / size, (sine + slant) / size, x, -sine / vertical, cosine / vertical, y], 1
    ).view(-1, 2, 3)
    grid = F.affine_grid(theta, images.shape, align_corners=False)
    return F.grid_sample(images, grid, align_corners=False)


def optimizer_of(parameters, kind, momentum=0.9, beta1=0.9, beta2=0.999, **rest):
    if rest:
        raise SystemExit(f"Cannot train in PyTorch: no such optimizer settings here: {rest}")
    if kind == "sgd":
        return torch.optim.SGD(parameters, lr=1, momentum=momentum, nesterov=True, fused=True)
    return torch.optim.Adam(parameters, lr=1, betas=(beta1, beta2), fused=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("recipe", type=json.loads)
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--bfloat16", action="store_true")
    options = parser.parse_args()
    recipe = options.recipe
    schedule = recipe["schedule"]
    if schedule["kind"] != "oneCycle" or recipe.get("averaging"):
        raise SystemExit("Cannot train in PyTorch: only one cycle without averaged weights is written here")
    torch.set_num_threads(os.cpu_count())
    torch.manual_seed(recipe["seed"])

    images, labels = read_set("train")
    test_images, test_labels = read_set("t10k")
    pixels = images.float()
    mean, deviation = pixels.mean().item(), pixels.std(correction=0).item()
    del pixels
    layout = torch.channels_last
    model = Network(**recipe["network"]).to(memory_format=layout)
    for layer in [*model.conv, model.dense6, model.dense7]:
        torch.nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
        torch.nn.init.zeros_(layer.bias)
    forward = torch.compile(model) if options.compile else model
    optimizer = optimizer_of(model.parameters(), **recipe["optimizer"])
    size, epochs = recipe["batchSize"], recipe["epochs"]
    steps = epochs * -(-len(images) // size)
    augmentation = dict(recipe.get("augmentation") or {})
    fade = augmentation.pop("fade", 0)

    def changes(step):
        strength = min(1, (steps - 1 - step) / (fade * steps)) if fade else 1
        return {name: value * strength for name, value in augmentation.items()}

    peak = schedule["peak"]
    rates = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, peak, total_steps=steps, cycle_momentum=False
    )

    def normalized(batch):
        return ((batch - mean) / deviation).to(memory_format=layout)

    def score(name, images, labels):
        model.eval()
        loss = correct = 0
        with torch.inference_mode():
            for x, y in zip(images.split(250), labels.split(250)):
                output = model(normalized(x.float()))
                loss += F.nll_loss(output, y, reduction="sum").item()
                correct += (output.argmax(1) == y).sum().item()
        count = len(labels)
        print(
            f"{name}: Average loss: {loss / count:.4f}, Accuracy: {correct}/{count} ({100 * correct / count:.2f}%)",
            flush=True,
        )

    step = 0
    for _ in range(epochs):
        model.train()
        for indices in torch.randperm(len(images)).split(size):
            x = images[indices].float()
            if augmentation:
                x = affine(x, **changes(step))
            step += 1
            optimizer.zero_grad(set_to_none=True)
            with torch.autocast("cpu", torch.bfloat16, enabled=options.bfloat16):
                output = forward(normalized(x))
            loss = F.nll_loss(output.float(), labels[indices])
            smoothing = recipe.get("labelSmoothing", 0)
            if smoothing:
                loss = (1 - smoothing) * loss - smoothing * output.mean()
            loss.backward()
            optimizer.step()
            rates.step()
            loss.item()
        score("Test set", test_images, test_labels)
    score("Train Data", images, labels)
    score("Test Data", test_images, test_labels)


main()
