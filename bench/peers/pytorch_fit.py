"""The models of bench/workers/fit_models.ts in PyTorch, as a worker of bench/fit.ts.

Takes a model's name and a number of threads. Reads a number of steps from each line of stdin, trains one
epoch of so many shuffled batches, and answers with the seconds that it took.
"""

import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

BATCH = 32
ALPHABET, CONTEXT, WIDTH, HEADS = 30, 32, 48, 3


def adam(model, rate=1e-3):
    return torch.optim.Adam(model.parameters(), lr=rate, fused=True)


def classes(size, count):
    return torch.arange(size) % count


def convolutional():
    blocks = []
    for inputs, filters in ((1, 16), (16, 32)):
        blocks += [nn.Conv2d(inputs, filters, 3), nn.ReLU()]
        blocks += [nn.BatchNorm2d(filters), nn.MaxPool2d(2)]
    model = nn.Sequential(*blocks, nn.Flatten(), nn.Dropout(0.3), nn.Linear(800, 10))
    model = model.to(memory_format=torch.channels_last)

    def data(size):
        x = torch.rand(size, 1, 28, 28)
        return x.to(memory_format=torch.channels_last), classes(size, 10)

    return model, adam(model), data, F.cross_entropy


def table():
    model = nn.Sequential(
        nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 16), nn.ReLU(), nn.Linear(16, 3)
    )
    data = lambda size: (torch.randn(size, 4), classes(size, 3))
    return model, adam(model, 0.01), data, F.cross_entropy


class Forecast(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(1, 32, batch_first=True)
        self.last = nn.Linear(32, 1)

    def forward(self, x):
        return self.last(self.gru(x)[0][:, -1])


def forecast():
    model = Forecast()
    data = lambda size: (torch.randn(size, 14, 1), torch.randn(size, 1))
    return model, adam(model, 0.01), data, F.mse_loss


class Autoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(144, 64), nn.ReLU(), nn.Linear(64, 4))
        self.decoder = nn.Sequential(nn.Linear(2, 64), nn.ReLU(), nn.Linear(64, 144))

    def forward(self, x):
        code = self.encoder(x)
        mean, log_variance = code.chunk(2, 1)
        point = mean + (log_variance / 2).exp() * torch.randn_like(mean)
        return self.decoder(point), mean, log_variance


def autoencoder():
    model = Autoencoder()

    def data(size):
        x = (torch.rand(size, 144) > 0.8).float()
        return x, x

    def loss(output, x):
        redrawn, mean, log_variance = output
        terms = mean.square() + log_variance.exp() - log_variance - 1
        drawing = F.binary_cross_entropy_with_logits(redrawn, x)
        return drawing * 144 + terms.sum(1).mean() / 2

    return model, adam(model, 0.005), data, loss


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH, eps=1e-3) for _ in range(2))
        self.asked = nn.Linear(WIDTH, 3 * WIDTH)
        self.seen = nn.Linear(WIDTH, WIDTH)
        self.network = nn.Sequential(
            nn.Linear(WIDTH, 4 * WIDTH), nn.ReLU(), nn.Linear(4 * WIDTH, WIDTH)
        )

    def forward(self, x, bias):
        heads = [
            part.view(-1, CONTEXT, HEADS, WIDTH // HEADS).transpose(1, 2)
            for part in self.asked(self.norms[0](x)).chunk(3, 2)
        ]
        seen = F.scaled_dot_product_attention(*heads, attn_mask=bias)
        x = x + self.seen(seen.transpose(1, 2).reshape(-1, CONTEXT, WIDTH))
        return x + self.network(self.norms[1](x))


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(ALPHABET, WIDTH)
        self.blocks = nn.ModuleList(Block() for _ in range(2))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-3)
        self.last = nn.Linear(WIDTH, ALPHABET)
        distance = torch.arange(CONTEXT)[:, None] - torch.arange(CONTEXT)
        slopes = torch.tensor([1, 1 / 4, 1 / 16]).view(HEADS, 1, 1)
        self.bias = -distance * slopes - (distance < 0) * 1e9

    def forward(self, x):
        x = self.embedding(x)
        for block in self.blocks:
            x = block(x, self.bias)
        return self.last(self.norm(x))


def transformer():
    model = Transformer()
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=0.005, weight_decay=0.004, fused=True
    )

    def data(size):
        return tuple(torch.randint(0, ALPHABET, (2, size, CONTEXT)))

    def loss(output, y):
        return F.cross_entropy(output.flatten(0, 1), y.flatten())

    return model, optimizer, data, loss


def main():
    torch.set_num_threads(int(sys.argv[2]))
    torch.manual_seed(1)
    models = [convolutional, table, forecast, autoencoder, transformer]
    name = sys.argv[1]
    model, optimizer, data, loss_of = {each.__name__: each for each in models}[name]()
    schedule = None
    if name == "transformer":
        rates = [
            torch.optim.lr_scheduler.LinearLR(optimizer, 1e-6, total_iters=50),
            torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 450),
        ]
        schedule = torch.optim.lr_scheduler.SequentialLR(optimizer, rates, [50])
    kept = {}

    def fit(steps):
        size = steps * BATCH
        if size not in kept:
            kept[size] = data(size)
        x, y = kept[size]
        start = time.perf_counter()
        total = 0
        for rows in torch.randperm(size).split(BATCH):
            optimizer.zero_grad(set_to_none=True)
            loss = loss_of(model(x[rows]), y[rows])
            loss.backward()
            if schedule:
                nn.utils.clip_grad_norm_(model.parameters(), 1)
            optimizer.step()
            if schedule:
                schedule.step()
            total += loss.item()
        return time.perf_counter() - start

    first = fit(2)
    print(f"ready PyTorch {torch.__version__}, first step {first:.2f} s", flush=True)
    for line in sys.stdin:
        print(fit(int(line)), flush=True)


main()
