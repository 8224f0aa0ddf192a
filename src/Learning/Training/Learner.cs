using MusicGen.Contracts.Training;
using MusicGen.Inference.Checkpoints;
using MusicGen.Learning.Batches;
using MusicGen.Learning.Checkpoints;
using MusicGen.Learning.Devices;
using MusicGen.Learning.Network;
using MusicGen.Learning.Optimizing;
using MusicGen.Music.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace MusicGen.Learning.Training;

/// <summary>A network on its way: weights, optimizer, memory of the pieces at hand.</summary>
/// <remarks>Torch's random numbers belong to the whole process, so a process has one learner at a time, on one thread.</remarks>
internal sealed class Learner : IDisposable
{
    private readonly TrainingOptions _options;
    private readonly Device _device;
    private readonly CounterRandom _stepSeeds;
    private readonly StepNetwork _step;
    private readonly FusedAdamW _optimizer;
    private LstmMemory _memory;

    /// <summary>One that knows nothing.</summary>
    /// <param name="shape">The network's sizes.</param>
    /// <param name="options">The precision among them is resolved.</param>
    /// <param name="device">Where it computes.</param>
    public Learner(ModelShape shape, TrainingOptions options, Device device)
    {
        (_options, _device) = (options, device);
        _stepSeeds = CounterRandom.For((ulong)options.Seed, "steps");
        manual_seed(options.Seed).Dispose();
        Network = new LstmNetwork(shape, options.InputDropout, options.Dropout);
        Network.to(device);
        _step = new StepNetwork(Network, ComputeDevice.NumberTypeOf(options.Precision), options.WeightDropout);
        _optimizer = new FusedAdamW(_step.Masters, options.WeightDecay);
        _memory = EmptyMemory();
    }

    public LstmNetwork Network { get; }

    /// <summary>Becomes the one of a checkpoint.</summary>
    /// <returns>Where that stands.</returns>
    /// <exception cref="CheckpointFormatException">It is malformed or of another training.</exception>
    public TrainingPosition Load(ReadOnlyMemory<byte> model, ReadOnlyMemory<byte> training)
    {
        Network.Load(model);
        var (at, memory) = TrainingState.Read(training, _optimizer, _memory);
        _memory.Dispose();
        _memory = memory;
        return at;
    }

    /// <summary>Content of <see cref="CheckpointFiles.Training"/>.</summary>
    public byte[] TrainingToBytes(TrainingPosition at) => TrainingState.Write(_optimizer, _memory, at);

    /// <summary>Learns from a window: forward, backward, clip, AdamW.</summary>
    /// <param name="window">What to look at.</param>
    /// <param name="step">Steps done before: with the seed it decides what is dropped.</param>
    /// <param name="meanPredictions">What the loss is divided by.</param>
    /// <param name="rate">How far the weights go.</param>
    /// <returns>Sum of the losses, nats, and the gradient's norm before it is clipped.</returns>
    /// <exception cref="DivergedException">One of them is not finite; the weights are as before.</exception>
    public (double Nats, double GradientNorm) Take(Window window, long step, double meanPredictions, double rate)
    {
        using var scope = NewDisposeScope();
        manual_seed((long)(_stepSeeds.Bits((ulong)step) >> 1)).Dispose();
        Network.train();
        Network.zero_grad();
        _step.Refresh();
        var (sum, after) = SumOfLosses(window);
        var nats = sum.item<float>();
        if (!float.IsFinite(nats)) throw new DivergedException("The loss is not a finite number any more.");

        (sum / meanPredictions).backward();
        _step.CollectGradients();
        var norm = nn.utils.clip_grad_norm_(_step.Masters.Select(named => named.Weights), _options.ClipNorm);
        if (!double.IsFinite(norm)) throw new DivergedException("The gradient is not a finite number any more.");
        _optimizer.Step(rate);

        var kept = after.Kept();
        _memory.Dispose();
        _memory = kept;
        return (nats, norm);
    }

    /// <summary>Whether every weight is a number: what is not must not become a checkpoint.</summary>
    public bool IsFinite()
    {
        using var scope = NewDisposeScope();
        return _step.Masters.All(named => named.Weights.detach().isfinite().all().item<bool>());
    }

    public void Dispose()
    {
        _memory.Dispose();
        _optimizer.Dispose();
        _step.Dispose();
        Network.Dispose();
    }

    private LstmMemory EmptyMemory() => LstmMemory.Empty(Network.Shape.Layers, Network.Shape.Hidden, _step.NumberType, _device);

    /// <summary>Cross entropy of a window's targets, nats, as a scalar; and the memory after the window.</summary>
    private (Tensor Sum, LstmMemory After) SumOfLosses(Window window)
    {
        var tokens = tensor(window.Tokens, [window.Rows, window.Length], device: _device);      // int64 (B, T)
        var targets = tensor(window.Targets, device: _device);                                  // int64 (B × T)
        using var before = _memory.Of(window);
        var (logits, after) = _step.Pass(tokens, before);                           // float (B, T, V)
        var sum = nn.functional.cross_entropy(logits.flatten(0, 1), targets, ignore_index: Window.NoTarget, reduction: nn.Reduction.Sum);
        return (sum, after);
    }
}
