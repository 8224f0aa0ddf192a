using MusicGen.Inference.Checkpoints;
using MusicGen.Learning.Network;
using MusicGen.Learning.Optimizing;
using static TorchSharp.torch;

namespace MusicGen.Learning.Checkpoints;

/// <summary>What training needs besides the weights to go on as if it had never stopped.</summary>
/// <remarks>
/// The optimizer's moments, the position, and what the network remembers of each row. There is no random state: every random number is a function of
/// seed, pass and step. On a CPU the steps that follow are the same, bit for bit.
/// </remarks>
internal static class TrainingState
{
    private const string Counters = "position.counters"; // step, epoch, window, predictions, rollbacks
    private const string Sums = "position.sums";         // nats, seconds, last loss, running mean, its lowest
    private const string Hidden = "memory.hidden";
    private const string Cell = "memory.cell";
    private const string FirstMoment = "adam.exp_avg";
    private const string SecondMoment = "adam.exp_avg_sq";

    public static byte[] Write(FusedAdamW optimizer, LstmMemory memory, TrainingPosition at)
    {
        using var scope = NewDisposeScope();
        var tensors = new List<StoredTensor>
        {
            StoredTensor.Of(Counters, [at.Step, at.Epoch, at.Window, at.Predictions, at.Rollbacks], 5),
            StoredTensor.Of(Sums, [at.Nats, at.Seconds, at.Losses.Last, at.Losses.Smooth, at.Losses.Best], 5),
            TensorBytes.Store(Hidden, memory.Hidden.to(ScalarType.Float32)),
            TensorBytes.Store(Cell, memory.Cell.to(ScalarType.Float32)),
        };
        foreach (var (name, first, second) in optimizer.Moments)
        {
            tensors.Add(TensorBytes.Store($"{FirstMoment}.{name}", first));
            tensors.Add(TensorBytes.Store($"{SecondMoment}.{name}", second));
        }
        return SafeTensors.Write(tensors);
    }

    /// <summary>Puts the optimizer back.</summary>
    /// <param name="file">Content of <see cref="CheckpointFiles.Training"/>.</param>
    /// <param name="optimizer">Of the same weights.</param>
    /// <param name="empty">A memory of the same layers, units and numbers.</param>
    /// <returns>The position, and the memory, which the caller owns.</returns>
    /// <exception cref="CheckpointFormatException">The file is malformed or of another training.</exception>
    public static (TrainingPosition At, LstmMemory Memory) Read(ReadOnlyMemory<byte> file, FusedAdamW optimizer, LstmMemory empty)
    {
        var stored = SafeTensors.Read(file);
        foreach (var (name, first, second) in optimizer.Moments)
        {
            TensorBytes.Load(stored, $"{FirstMoment}.{name}", first);
            TensorBytes.Load(stored, $"{SecondMoment}.{name}", second);
        }
        var counters = stored.Require(Counters, TensorType.I64, 5).ToIntegers();
        var sums = stored.Require(Sums, TensorType.F64, 5).ToDoubles();
        optimizer.Steps = counters[0];
        var memory = new LstmMemory(Remembered(stored, Hidden, empty.Hidden), Remembered(stored, Cell, empty.Cell));
        var losses = new LossWatch(sums[2], sums[3], sums[4]);
        return (new TrainingPosition(counters[0], checked((int)counters[1]), checked((int)counters[2]), sums[0], counters[3], sums[1], checked((int)counters[4]), losses), memory);
    }

    private static Tensor Remembered(SafeTensors stored, string name, Tensor like)
    {
        using var scope = NewDisposeScope();
        var rows = stored.Require(name, TensorType.F32, like.shape[0], -1, like.shape[2]).Shape[1];
        var numbers = zeros(like.shape[0], rows, like.shape[2]);
        TensorBytes.Load(stored, name, numbers);
        return numbers.to(like.dtype, like.device).MoveToOuterDisposeScope();
    }
}
