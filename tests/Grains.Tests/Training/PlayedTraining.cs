using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Training;
using MusicGen.Tests.Corpora;
using MusicGen.Tests.Models;

namespace MusicGen.Grains.Tests.Training;

/// <summary>A training session, and the lines of a training node and its worker, spoken by the test.</summary>
internal sealed class PlayedTraining(GrainCluster cluster, OwnedKey key)
{
    public const string Node = "a-node-that-is-gone";
    public const string Device = "cpu";

    private long _slot;

    public OwnedKey Key { get; } = key;

    public ITrainingSessionGrain Grain => cluster.Grains.GetGrain<ITrainingSessionGrain>(Key.ToString());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A new session that waits for a device.</summary>
    public static async Task<PlayedTraining> QueuedAsync(GrainCluster cluster)
    {
        var training = new PlayedTraining(cluster, cluster.NewKey());
        await training.CreateAsync(await RecipeAsync(cluster, MidiFiles.Melody(60, 62, 64)));
        await training.AwaitPhaseAsync(TrainingPhase.Queued);
        return training;
    }

    /// <summary>A new session whose worker trains under lease 1.</summary>
    public static async Task<PlayedTraining> RunningAsync(GrainCluster cluster)
    {
        var training = await QueuedAsync(cluster);
        await training.ClaimAsync();
        await training.Grain.Report(1, new WorkerEvent(WorkerEventKind.Started));
        return training;
    }

    /// <summary>A session whose node was asked to stop its worker and is about to: no node of a test can be, so its state is put into the store.</summary>
    public static async Task<PlayedTraining> StoppingAsync(GrainCluster cluster, TrainingPhase phase)
    {
        var running = await RunningAsync(cluster);
        var stored = await cluster.Store.GetAsync($"state/training/{running.Key}", Token);
        var state = JsonSerializer.Deserialize<TrainingState>(stored!.Content.Span, ContractJson.Options)! with { Phase = phase };
        var stopping = new PlayedTraining(cluster, cluster.NewKey());
        await cluster.Store.PutAsync(
            $"state/training/{stopping.Key}",
            JsonSerializer.SerializeToUtf8Bytes(state.With(default, TrainingEventKind.Phase), ContractJson.Options),
            cancellationToken: Token);
        await cluster.Store.PutAsync($"unfinished/training/{stopping.Key}", ReadOnlyMemory<byte>.Empty, cancellationToken: Token);
        return stopping;
    }

    /// <summary>The recipe of a corpus of one piece.</summary>
    public static async Task<DatasetRecipe> RecipeAsync(GrainCluster cluster, byte[] midi)
    {
        var corpus = await MidiFiles.IngestAsync(cluster.Store, cluster.Grains, cluster.NewKey(), [("one.mid", midi)], Token);
        return (await corpus.Freeze(new TokenizerSettings(TokenizerKind.NoteNames).Resolved())).Value!;
    }

    public Task<TrainingSummary> CreateAsync(DatasetRecipe recipe, TrainingPriority priority = TrainingPriority.Normal) =>
        Grain.Create("First try", "jazz", recipe, Presets.All[0], priority, PoolName.Default);

    public async Task<TrainingSummary> GetAsync() => (await Grain.Get()).Value!;

    public async Task<TrainingClaim> ClaimAsync(string node = Node) => (await TryClaimAsync(node)).Value!;

    /// <summary>The node has not heard the answer to its claim, and claims the same slot again.</summary>
    public async Task<TrainingClaim> ClaimAgainAsync(string node = Node) => (await Grain.Claim(node, Device, _slot)).Value!;

    /// <summary>A node was given another slot for the session.</summary>
    public Task<Answer<TrainingClaim>> TryClaimAsync(string node = Node) => Grain.Claim(node, Device, ++_slot);

    /// <summary>The worker of a lease has died.</summary>
    public Task DieAsync(int leaseEpoch, string? lastWords = "Killed") => Grain.WorkerExited(leaseEpoch, WorkerEnd.Died, lastWords);

    /// <summary>A worker writes a checkpoint and says so.</summary>
    public async Task CheckpointAsync(int leaseEpoch, int step, double? heldOut = null, HandMadeModel? model = null)
    {
        var checkpoint = HandMadeModel.Checkpoint(step, heldOut, leaseEpoch);
        await (model ?? HandMadeModel.NoteNames).PutAsync(cluster.Store, Key, checkpoint, Token);
        Assert.True(await Grain.Report(leaseEpoch, new WorkerEvent(WorkerEventKind.Checkpoint, Checkpoint: checkpoint)));
    }

    public Task<bool> EpochAsync(int leaseEpoch, int epoch) =>
        Grain.Report(
            leaseEpoch,
            new WorkerEvent(WorkerEventKind.Epoch, epoch, Epoch: epoch, Losses: new EpochLosses(epoch, epoch, Train: 2, HeldOut: 2, Seconds: 1)));

    /// <summary>Number of the last event that <see cref="AwaitPhaseAsync"/> has seen.</summary>
    public long Sequence { get; private set; }

    public async Task AwaitPhaseAsync(TrainingPhase phase, long behind = 0)
    {
        await foreach (var happened in Grain.Watch(behind, Token))
        {
            Sequence = happened.Sequence;
            if (happened.Phase == phase) return;
        }
        Assert.Fail($"It came to rest without having been {phase}.");
    }

    /// <summary>Everything that happened, of a session that rests.</summary>
    public ValueTask<List<TrainingEvent>> EventsAsync(long sequence = 0) => Grain.Watch(sequence, Token).ToListAsync(Token);

    public async Task<bool> WaitsAsync() => (await QueueAsync()).Waiting.Any(entry => entry.Training == Key.ToString());

    /// <summary>The names of the checkpoints in the store.</summary>
    public ValueTask<List<string>> FoldersAsync() =>
        cluster.Store.ListAsync($"checkpoints/{Key}/", cancellationToken: Token).Select(blob => blob.Key.Split('/')[^2]).Distinct().ToListAsync(Token);

    public async Task<bool> IsMarkedAsync() => await cluster.Store.FindAsync($"unfinished/training/{Key}", Token) is not null;

    public void AssertRefused<T>(Answer<T> answer, string phase, string verb)
        where T : class => AssertRefused(answer.Problem, phase, verb);

    /// <param name="problem">What it said.</param>
    /// <param name="phase">Which it is in.</param>
    /// <param name="verb">What was asked for.</param>
    /// <param name="instead">With a space before it: what to do.</param>
    public void AssertRefused(Problem? problem, string phase, string verb, string instead = "") => Assert.Equal(
        new Problem(ProblemKind.Conflict, "training-in-other-phase", $"Training session '{Key.Id}' is {phase}: one cannot {verb} it now.{instead}"), problem);

    private Task<QueueSummary> QueueAsync() => cluster.Grains.GetGrain<ITrainingQueueGrain>(PoolName.Default).Get();
}
