using MusicGen.Inference.Checkpoints;
using MusicGen.Learning.Network;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MusicGen.Learning.Checkpoints;

/// <summary>What training needs besides the weights to go on as if it had never stopped.</summary>
/// <remarks>Optimizer state, random state, position, and what the network remembers of each lane. On a CPU the steps that follow are the same, bit for bit.</remarks>
internal static class TrainingState
{
    private const string Counters = "position.counters"; // step, epoch, window, predictions
    private const string Sums = "position.sums";         // nats, seconds
    private const string RandomState = "random.cpu";
    private const string Hidden = "memory.hidden";
    private const string Cell = "memory.cell";
    private const string AdamStep = "adam.step";

    public static byte[] Write(LstmNetwork network, Adam optimizer, LstmMemory memory, TrainingPosition at)
    {
        using var scope = NewDisposeScope();
        var tensors = new List<StoredTensor>
        {
            StoredTensor.Of(Counters, [at.Step, at.Epoch, at.Window, at.Predictions], 4),
            StoredTensor.Of(Sums, [at.Nats, at.Seconds], 2),
            TensorBytes.Store(RandomState, random.get_rng_state()),
            TensorBytes.Store(Hidden, memory.Hidden),
            TensorBytes.Store(Cell, memory.Cell),
        };
        foreach (var (name, state) in Moments(network, optimizer))
        {
            tensors.Add(StoredTensor.Of(Of(AdamStep, name), [state.step], 1));
            tensors.Add(TensorBytes.Store(Of("adam.exp_avg", name), state.exp_avg));
            tensors.Add(TensorBytes.Store(Of("adam.exp_avg_sq", name), state.exp_avg_sq));
        }
        return SafeTensors.Write(tensors);
    }

    /// <summary>Puts optimizer, random numbers and memory back.</summary>
    /// <returns>The position.</returns>
    /// <exception cref="CheckpointFormatException">The file is malformed or of another training.</exception>
    public static TrainingPosition Read(ReadOnlyMemory<byte> file, LstmNetwork network, Adam optimizer, LstmMemory memory)
    {
        using var scope = NewDisposeScope();
        var stored = SafeTensors.Read(file);
        foreach (var (name, state) in Moments(network, optimizer))
        {
            state.step = stored.Require(Of(AdamStep, name), TensorType.I64, 1).ToIntegers()[0];
            TensorBytes.Load(stored, Of("adam.exp_avg", name), state.exp_avg);
            TensorBytes.Load(stored, Of("adam.exp_avg_sq", name), state.exp_avg_sq);
        }
        TensorBytes.Load(stored, Hidden, memory.Hidden);
        TensorBytes.Load(stored, Cell, memory.Cell);
        var randomState = random.get_rng_state();
        TensorBytes.Load(stored, RandomState, randomState);
        random.set_rng_state(randomState);
        var counters = stored.Require(Counters, TensorType.I64, 4).ToIntegers();
        var sums = stored.Require(Sums, TensorType.F64, 2).ToDoubles();
        return new TrainingPosition(counters[0], checked((int)counters[1]), checked((int)counters[2]), sums[0], counters[3], sums[1]);
    }

    private static string Of(string part, string name) => $"{part}.{name}";

    /// <summary>Adam's live state, weight by weight.</summary>
    private static IEnumerable<(string Name, Adam.State State)> Moments(LstmNetwork network, Adam optimizer)
    {
        var names = network.NamedWeights().ToDictionary(named => named.Weights.Handle, named => named.Name);
        var states = optimizer.state_dict();
        return optimizer.parameters().Select((parameter, index) => (names[parameter.Handle], (Adam.State)states.State[states.StateIndexRef[0][index]]));
    }
}
