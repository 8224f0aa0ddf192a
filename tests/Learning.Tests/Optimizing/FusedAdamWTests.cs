using MusicGen.Learning.Optimizing;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MusicGen.Learning.Tests.Optimizing;

public sealed class FusedAdamWTests
{
    private const double Rate = 0.01;
    private const double Decay = 0.1;

    /// <summary>The oracle is TorchSharp's own optimizer, which is not fused.</summary>
    [Fact]
    public void Step_OnAMatrixAndABias_DoesWhatTorchsOptimizerDoes()
    {
        using var scope = NewDisposeScope();
        using var matrix = new Parameter(Values(6).reshape(2, 3));
        using var bias = new Parameter(Values(3));
        using var sameMatrix = new Parameter(Values(6).reshape(2, 3));
        using var sameBias = new Parameter(Values(3));
        using var fused = new FusedAdamW([("matrix", matrix), ("bias", bias)], Decay);
        using var decaying = optim.AdamW([sameMatrix], Rate, weight_decay: Decay);
        using var plain = optim.AdamW([sameBias], Rate, weight_decay: 0);

        for (var step = 1; step <= 5; step++)
        {
            foreach (var weights in new[] { matrix, bias, sameMatrix, sameBias }) weights.grad = (weights.detach() * step) + 0.1;
            fused.Step(Rate);
            decaying.step();
            plain.step();
        }

        Assert.Equal(sameMatrix.data<float>().ToArray(), matrix.data<float>().ToArray(), Near);
        Assert.Equal(sameBias.data<float>().ToArray(), bias.data<float>().ToArray(), Near);
        Assert.Equal(5, fused.Steps);
    }

    [Fact]
    public void Steps_SetAndGoneOnWith_AreTheSameSteps()
    {
        using var scope = NewDisposeScope();
        using var one = new Parameter(Values(4));
        using var other = new Parameter(Values(4));
        using var unbroken = new FusedAdamW([("w", one)], Decay);
        using var resumed = new FusedAdamW([("w", other)], Decay);
        one.grad = Values(4);
        unbroken.Step(Rate);
        var (_, first, second) = unbroken.Moments.Single();

        using (no_grad()) other.copy_(one);
        resumed.Steps = unbroken.Steps;
        resumed.Moments.Single().First.copy_(first);
        resumed.Moments.Single().Second.copy_(second);
        other.grad = Values(4);
        unbroken.Step(Rate);
        resumed.Step(Rate);

        Assert.Equal(one.data<float>().ToArray(), other.data<float>().ToArray());
    }

    private static Tensor Values(int count) => arange(1, count + 1, dtype: ScalarType.Float32) / 3;

    private static bool Near(float one, float other) => Math.Abs(one - other) < 1e-6f;
}
