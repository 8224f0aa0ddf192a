using MusicGen.Contracts.Training;
using MusicGen.Learning.Batches;
using MusicGen.Learning.Network;
using static TorchSharp.torch;

namespace MusicGen.Learning.Tests.Network;

public sealed class StepNetworkTests
{
    private static readonly ModelShape Shape = new(9, 5, 6, 2);

    [Fact]
    public void Gradients_InSinglePrecisionOfACopy_AreThoseOfTheMasters()
    {
        using var scope = NewDisposeScope();
        using var network = NewNetwork();
        var direct = Gradients(network, new StepNetwork(network, ScalarType.Float32, 0));

        // So little is dropped that nothing is, but the copy computes.
        var copied = Gradients(network, new StepNetwork(network, ScalarType.Float32, 1e-12));

        Assert.Equal(direct.Keys, copied.Keys);
        Assert.All(direct, gradient => Assert.Equal(gradient.Value, copied[gradient.Key], (one, other) => Math.Abs(one - other) < 1e-6f));
    }

    [Fact]
    public void Gradients_InBfloat16_AreNearThoseOfSinglePrecision()
    {
        using var scope = NewDisposeScope();
        using var network = NewNetwork();
        var single = Gradients(network, new StepNetwork(network, ScalarType.Float32, 0));

        var half = Gradients(network, new StepNetwork(network, ScalarType.BFloat16, 0));

        foreach (var (name, gradient) in single)
        {
            var difference = Math.Sqrt(gradient.Zip(half[name], (one, other) => (double)(one - other) * (one - other)).Sum());
            Assert.InRange(difference / Math.Sqrt(gradient.Sum(one => (double)one * one)), 0, 0.03); // 8 bits, a few products deep
        }
    }

    [Fact]
    public void Refresh_WithWeightDropout_LeavesThatShareOfRecurrentWeightsOutAndTheirGradientsToo()
    {
        using var scope = NewDisposeScope();
        using var network = new LstmNetwork(new ModelShape(9, 40, 50, 1), 0, 0);

        var gradients = Gradients(network, new StepNetwork(network, ScalarType.Float32, 0.25));

        Assert.InRange(gradients["lstm.weight_hh_l0"].Count(value => value == 0) / 10_000.0, 0.22, 0.28);
        Assert.DoesNotContain(gradients["lstm.weight_ih_l0"].Take(100), value => value == 0);
    }

    [Fact]
    public void Refresh_ForEachStep_DrawsOtherWeights()
    {
        using var scope = NewDisposeScope();
        using var network = NewNetwork();
        using var step = new StepNetwork(network, ScalarType.Float32, 0.5);

        step.Refresh();
        var first = Logits(step);
        step.Refresh();

        Assert.NotEqual(first, Logits(step));
    }

    private static LstmNetwork NewNetwork()
    {
        manual_seed(4);
        return new LstmNetwork(Shape, 0, 0);
    }

    private static float[] Logits(StepNetwork step) => step.Pass(tensor([1L, 2, 3], [1, 3]), Nothing(step, 1)).Logits.data<float>().ToArray();

    private static LstmMemory Nothing(StepNetwork step, int rows) =>
        LstmMemory.Empty(2, 6, step.NumberType, CPU).Of(new Window([0], [0], [.. Enumerable.Repeat(Window.Beginning, rows)], 1));

    private static Dictionary<string, float[]> Gradients(LstmNetwork network, StepNetwork step)
    {
        using (step)
        {
            network.zero_grad();
            step.Refresh();
            var memory = LstmMemory.Empty(network.Shape.Layers, network.Shape.Hidden, step.NumberType, CPU).Of(new Window([0], [0], [Window.Beginning, Window.Beginning], 1));
            var (logits, _) = step.Pass(tensor([1L, 2, 3, 4, 5, 6, 7, 8], [2, 4]), memory);
            nn.functional.cross_entropy(logits.flatten(0, 1), tensor([2L, 3, 4, 5, 6, 7, 8, 0])).backward();
            step.CollectGradients();
            return step.Masters.ToDictionary(named => named.Name, named => named.Weights.grad!.clone().data<float>().ToArray());
        }
    }
}
