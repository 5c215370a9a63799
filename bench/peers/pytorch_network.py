"""The network of lib/model/network.ts in PyTorch."""

from torch import nn
import torch.nn.functional as F


class Network(nn.Module):
    # The names of the arguments are those of a recipe's network
    def __init__(
        self, channels=(16, 16, 16, 16, 32), hidden=32, dropout=0.05, pooling=2, poolSize=2
    ):
        super().__init__()
        inputs = (1, *channels[:-1])
        self.conv = nn.ModuleList(
            nn.Conv2d(i, o, 3, padding=1) for i, o in zip(inputs, channels)
        )
        self.norm = nn.ModuleList(nn.BatchNorm2d(c) for c in channels)
        self.dropout = nn.Dropout(dropout)
        self.pooling = pooling
        self.pool_size = poolSize
        self.dense6 = nn.Linear(channels[-1], hidden)
        self.norm6 = nn.BatchNorm1d(hidden)
        self.dense7 = nn.Linear(hidden, 10)

    def forward(self, x):
        for layer, (conv, norm) in enumerate(zip(self.conv, self.norm), 1):
            x = norm(F.relu(conv(x)))
            if layer == self.pooling:
                x = F.max_pool2d(x, self.pool_size)
            if layer == 5:
                x = x.mean((2, 3))
            if layer > 1:
                x = self.dropout(x)
        x = self.dropout(self.norm6(F.relu(self.dense6(x))))
        return F.log_softmax(self.dense7(x), 1)
