"""Writes layers.keras and what each of its outputs comes to: python make_layers.py

Inputs are cos(0, 1, …), weights 0.5 sin(r, r + 1, …) with their rank r, variances
without a sign; whole numbers are -1 … 5, over and over. Of an output y with elements i = 0, 1, … layers.json has the shape and
the sums of y cos(i), y sin(2i + 1) and y².
"""
import json, os, zipfile
os.environ["KERAS_BACKEND"] = "tensorflow"
import keras, numpy as np
from keras import layers as L
from keras.regularizers import L1, L2

first = dict(data_format="channels_first")
shapes = dict(line=(5, 4), short=(3, 4), image=(4, 6, 4), volume=(3, 4, 5, 2), rows=(4,), column=(1,), numbers=(6,), number=(1,))
adapted = L.Normalization(axis=(1, 2))
cases = [
    (L.Subtract(), "rows", "column"),
    (L.Normalization(mean=[1, 2, 3, 4], variance=[1, 4, 9, 16]), "rows"),
    (L.Normalization(mean=1.5, variance=4, axis=None), "line"),
    (L.Normalization(mean=[1, 2, 3, 4], variance=[1, 4, 9, 16], invert=True), "line"),
    (adapted, "line"),
    (L.UnitNormalization(), "line"),
    (L.UnitNormalization(axis=[1, 2]), "line"),
    (L.GroupNormalization(groups=2), "image"),
    (L.GroupNormalization(groups=-1, axis=1, epsilon=0.01, scale=False), "image"),
    (L.GroupNormalization(groups=2, center=False), "rows"),
    (L.RMSNormalization(), "line"),
    (L.RMSNormalization(axis=[2, 3], epsilon=0.1), "image"),
    (L.ZeroPadding1D((1, 2)), "line"),
    (L.ZeroPadding1D(2), "line"),
    (L.ZeroPadding3D(((1, 0), (0, 2), (1, 1))), "volume"),
    (L.ZeroPadding3D(1, **first), "volume"),
    (L.Cropping1D((1, 2)), "line"),
    (L.Cropping3D(((1, 0), (0, 2), (1, 1))), "volume"),
    (L.Cropping3D((1, 2, 0), **first), "volume"),
    (L.UpSampling1D(3), "line"),
    (L.UpSampling3D((1, 2, 3)), "volume"),
    (L.UpSampling3D(2, **first), "volume"),
    (L.GlobalAveragePooling3D(), "volume"),
    (L.GlobalAveragePooling3D(keepdims=True, **first), "volume"),
    (L.GlobalMaxPooling3D(), "volume"),
    (L.GlobalMaxPooling3D(keepdims=True), "volume"),
    (L.AdaptiveAveragePooling1D(3), "line"),
    (L.AdaptiveMaxPooling1D(3), "line"),
    (L.AdaptiveAveragePooling2D((3, 2)), "image"),
    (L.AdaptiveMaxPooling2D(3, **first), "image"),
    (L.AdaptiveAveragePooling3D(2), "volume"),
    (L.AdaptiveMaxPooling3D((2, 3, 3)), "volume"),
    (L.ActivityRegularization(0.1, 0.2), "line"),
    (L.Identity(), "line"),
    (L.SpatialDropout2D(0.3), "image"),
    (L.SpatialDropout3D(0.3), "volume"),
    (L.Conv1DTranspose(3, 4, strides=2), "line"),
    (L.Conv1DTranspose(3, 3, strides=2, padding="same", activation="relu", use_bias=False), "line"),
    (L.Conv1DTranspose(3, 2, dilation_rate=2), "line"),
    (L.Conv1DTranspose(3, 3, strides=3, output_padding=2), "line"),
    (L.Conv1DTranspose(3, 4, strides=2, padding="same", output_padding=1), "line"),
    (L.Conv2DTranspose(3, (2, 3), strides=(3, 2), output_padding=(1, 0), activation="tanh"), "image"),
    (L.Conv2DTranspose(3, 3, strides=2, padding="same", output_padding=0), "image"),
    (L.Conv2DTranspose(3, 3, strides=2, output_padding=1, padding="same", **first), "image"),
    (L.Conv2DTranspose(3, (4, 3), strides=(2, 3), output_padding=(1, 0), padding="same", use_bias=False), "image"),
    (L.Conv3DTranspose(2, 3, strides=2, padding="same", output_padding=1), "volume"),
    (L.DepthwiseConv1D(3, depth_multiplier=2), "line"),
    (L.DepthwiseConv1D(2, strides=2, padding="same", activation="tanh", use_bias=False), "line"),
    (L.SeparableConv1D(3, 2, depth_multiplier=2), "line"),
    (L.SeparableConv1D(3, 3, strides=2, padding="same", activation="relu"), "line"),
    (L.EinsumDense("abc,cd->abd", output_shape=(None, 3), bias_axes="d"), "line"),
    (L.EinsumDense("...x,xy->...y", output_shape=3, activation="tanh"), "line"),
    (L.EinsumDense("abc,cde->abde", output_shape=(None, 2, 3), bias_axes="de"), "line"),
    (L.EinsumDense("ab...,bc->ac...", output_shape=3, bias_axes="c"), "line"),
    (L.Attention(), "line", "line"),
    (L.Attention(use_scale=True, score_mode="concat"), "line", "short", "short"),
    (L.Attention(use_scale=True), "line", "short"),
    (L.AdditiveAttention(), "line", "short"),
    (L.AdditiveAttention(use_scale=False), "line", "short", "short"),
    (L.GroupQueryAttention(3, 4, 2), "line", "short"),
    (L.GroupQueryAttention(3, 4, 2, sliding_window=2, use_gate=True, use_bias=False), "line", "line"),
    (L.Discretization(bin_boundaries=[-0.5, 0.0, 0.5]), "line"),
    (L.Discretization(bin_boundaries=[-0.5, 0.0, 0.5], output_mode="one_hot"), "column"),
    (L.Discretization(bin_boundaries=[-0.5, 0.5], output_mode="count"), "rows"),
    (L.IntegerLookup(vocabulary=[1, -1, 5], num_oov_indices=2), "numbers"),
    (L.IntegerLookup(vocabulary=[4, 1, 5], mask_token=0), "numbers"),
    (L.IntegerLookup(vocabulary=[1, 4, 5], mask_token=0, output_mode="one_hot"), "number"),
    (L.IntegerLookup(vocabulary=[0, 3, 5], output_mode="multi_hot"), "numbers"),
    (L.IntegerLookup(vocabulary=[0, 3, 5], output_mode="count", num_oov_indices=2), "numbers"),
    (L.IntegerLookup(vocabulary=[7, 9], invert=True, mask_token=8), "numbers"),
    (L.Dense(3, activity_regularizer="l2"), "line"),
    (L.Conv2D(3, 2, activity_regularizer=L1(0.01)), "image"),
    (L.LSTM(3, activity_regularizer=L2(0.1)), "line"),
]
for name in "celu hard_shrink glu hard_sigmoid hard_silu hard_tanh leaky_relu log_sigmoid soft_shrink sparse_plus sparse_sigmoid squareplus tanh_shrink gelu silu mish log_softmax".split():
    cases.append((L.Activation(name), "line"))

whole = ("numbers", "number")
inputs = {name: keras.Input(shape, name=name, dtype="int32" if name in whole else None) for name, shape in shapes.items()}
outputs = []
for i, (layer, *names) in enumerate(cases):
    layer.name = f"{i:02}_{type(layer).__name__}"
    given = [inputs[name] for name in names]
    attends = isinstance(layer, L.GroupQueryAttention)
    outputs.append(layer(*given) if attends else layer(given if len(given) > 1 else given[0]))
model = keras.Model(inputs, outputs)
for weight in model.weights:
    if weight.dtype != "float32": continue
    rank = len(weight.shape)
    value = 0.5 * np.sin(np.arange(int(np.prod(weight.shape))) + rank).reshape(weight.shape)
    weight.assign(abs(value) if weight.name.endswith("variance") else value)
adapted.finalize_state()
xs = {name: np.cos(np.arange(2 * int(np.prod(shape)))).reshape(2, *shape).astype("float32") for name, shape in shapes.items()}
for name in whole: xs[name] = np.arange(xs[name].size, dtype="int32").reshape(xs[name].shape) % 7 - 1
written = []
for (layer, *_), y in zip(cases, model(xs, training=False)):
    y = np.asarray(y, "float64")
    i = np.arange(y.size).reshape(y.shape)
    sums = [(y * np.cos(i)).sum(), (y * np.sin(2 * i + 1)).sum(), (y * y).sum()]
    written.append(dict(layer=layer.name, shape=list(y.shape), sums=[round(float(s), 5) for s in sums]))
model.save("plain.keras")
with zipfile.ZipFile("plain.keras") as old, zipfile.ZipFile("layers.keras", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
    for name in old.namelist(): new.writestr(name, old.read(name))
os.remove("plain.keras")
json.dump(dict(keras=keras.__version__, inputs=shapes, outputs=written), open("layers.json", "w"))
