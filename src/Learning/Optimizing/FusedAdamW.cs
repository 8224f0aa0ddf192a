using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MusicGen.Learning.Optimizing;

/// <summary>Adam with decoupled weight decay, all weights in one native call.</summary>
/// <remarks>
/// Loshchilov and Hutter, "Decoupled weight decay regularization", 2019. Matrices decay, biases do not. TorchSharp has the unfused optimizer alone, which
/// takes three times as long: the fused one is reached through TorchScript.
/// </remarks>
internal sealed class FusedAdamW : IDisposable
{
    // The operator expects that the steps are counted already.
    private const string Script = """
        def step(weights: List[Tensor], gradients: List[Tensor], first: List[Tensor], second: List[Tensor], steps: List[Tensor], rate: float, decay: float) -> Tensor:
            unused: List[Tensor] = []
            for count in steps:
                count.add_(1)
            torch._fused_adamw_(weights, gradients, first, second, unused, steps, lr=rate, beta1=0.9, beta2=0.999, weight_decay=decay, eps=1e-8, amsgrad=False, maximize=False)
            return steps[0]

        """;

    private readonly jit.CompilationUnit _script = jit.compile(Script);
    private readonly Group[] _groups;

    /// <param name="weights">What is learnt; not owned. Each needs a gradient when <see cref="Step"/> is called.</param>
    /// <param name="weightDecay">Share of the rate.</param>
    public FusedAdamW(IReadOnlyList<(string Name, Parameter Weights)> weights, double weightDecay) =>
        _groups = [.. weights.GroupBy(named => named.Weights.dim() > 1).Select(group => new Group([.. group], decay: group.Key ? weightDecay : 0))];

    /// <summary>The moments by the weights' names.</summary>
    public IEnumerable<(string Name, Tensor First, Tensor Second)> Moments => _groups.SelectMany(group => group.Moments());

    /// <summary>Steps done.</summary>
    public long Steps
    {
        get => (long)_groups[0].Steps[0].item<float>();
        set
        {
            using var noGradients = no_grad();
            using var scope = NewDisposeScope();
            foreach (var count in _groups.SelectMany(group => group.Steps)) count.fill_(value);
        }
    }

    /// <summary>Changes the weights by their gradients.</summary>
    public void Step(double rate)
    {
        using var noGradients = no_grad();
        foreach (var group in _groups)
        {
            using var scope = NewDisposeScope();
            var gradients = group.Weights.Select(named => named.Weights.grad!).ToArray();
            _script.invoke("step", group.Weights.Select(named => (Tensor)named.Weights).ToArray(), gradients, group.First, group.Second, group.Steps, rate, group.Decay);
        }
    }

    public void Dispose()
    {
        foreach (var tensor in _groups.SelectMany(group => group.First.Concat(group.Second).Concat(group.Steps))) tensor.Dispose();
        _script.Dispose();
    }

    private sealed class Group((string Name, Parameter Weights)[] weights, double decay)
    {
        public (string Name, Parameter Weights)[] Weights { get; } = weights;

        public double Decay { get; } = decay;

        public Tensor[] First { get; } = [.. weights.Select(named => zeros_like(named.Weights).requires_grad_(false))];

        public Tensor[] Second { get; } = [.. weights.Select(named => zeros_like(named.Weights).requires_grad_(false))];

        public Tensor[] Steps { get; } = [.. weights.Select(named => zeros([], device: named.Weights.device))];

        public IEnumerable<(string Name, Tensor First, Tensor Second)> Moments() => Weights.Select((named, i) => (named.Name, First[i], Second[i]));
    }
}
