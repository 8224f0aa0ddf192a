using System.Security.Cryptography;
using MusicGen.Contracts.Training;
using MusicGen.Inference.Checkpoints;
using MusicGen.Learning.Training;
using MusicGen.Music.Datasets;
using TorchSharp;

namespace MusicGen.Learning.Tests.Training;

public sealed class TrainingRunTests
{
    // 207 predictions, 3 lanes, windows of 7: 10 steps an epoch, the last one shorter.
    private static readonly Dataset Data = SmallDatasets.Random(80, 60, 50, 64);
    private static readonly TrainingOptions Options = SmallDatasets.Options;

    [Fact]
    public void Run_Twice_GivesTheSameBytes() => Assert.Equal(HashOfModel(Run(new RecordingHost())), HashOfModel(Run(new RecordingHost())));

    [Fact]
    public void Run_WithAnotherSeed_GivesOtherBytes() =>
        Assert.NotEqual(HashOfModel(Run(new RecordingHost())), HashOfModel(Run(new RecordingHost(), Options with { Seed = 12 })));

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(13)]
    [InlineData(20)]
    [InlineData(29)]
    public void Run_StoppedAfterAnyStepAndResumed_GivesTheBytesOfARunThatNeverStopped(int stopStep)
    {
        var unbroken = Run(new RecordingHost());
        var stopped = Run(new RecordingHost(happened => happened.Step == stopStep));
        Assert.Equal(WorkerEventKind.Stopped, stopped.Events[^1].Kind);
        Assert.Equal(stopStep, stopped.Checkpoints[^1].Step);

        var resumed = Run(new RecordingHost(), from: stopped.Checkpoints[^1]);

        Assert.Equal(HashOfModel(unbroken), HashOfModel(resumed));
        Assert.Equal(unbroken.Checkpoints[^1].Losses.Select(Timeless), resumed.Checkpoints[^1].Losses.Select(Timeless));
        Assert.Equal(WorkerEventKind.Completed, resumed.Events[^1].Kind);
    }

    [Fact]
    public void Run_StoppedAgainAndAgain_GivesTheBytesOfARunThatNeverStopped()
    {
        TrainingCheckpoint? from = null;
        RecordingHost host;
        do
        {
            var steps = 0;
            host = Run(new RecordingHost(happened => happened.Kind == WorkerEventKind.Progress && ++steps == 4), from: from);
            from = host.Checkpoints[^1];
        } while (host.Events[^1].Kind == WorkerEventKind.Stopped);

        Assert.Equal(HashOfModel(Run(new RecordingHost())), HashOfModel(host));
    }

    [Fact]
    public void Run_ToTheEnd_TellsEachStepEpochAndCheckpoint()
    {
        var host = Run(new RecordingHost());

        Assert.Equal(WorkerEventKind.Started, host.Events[0].Kind);
        Assert.Equal(Enumerable.Range(1, 30).Select(step => (long)step), host.Events.Where(e => e.Kind == WorkerEventKind.Progress).Select(e => e.Step));
        Assert.All(host.Events, happened => Assert.Equal(30, happened.TotalSteps));
        Assert.Equal([WorkerEventKind.Epoch, WorkerEventKind.Checkpoint, WorkerEventKind.Completed], host.Events[^3..].Select(e => e.Kind));
        Assert.Equal([(10L, 1), (20L, 2), (30L, 3)], host.Checkpoints.Select(checkpoint => (checkpoint.Step, checkpoint.Epoch)));
        Assert.Equal([1, 2, 3], host.Checkpoints[^1].Losses.Select(losses => losses.Epoch));
        Assert.All(host.Checkpoints[^1].Losses, losses => Assert.InRange(losses.HeldOut!.Value, 2, 3));
    }

    [Fact]
    public void Run_WhereCheckpointsAreDueByTime_WritesThemWithinTheEpochToo()
    {
        var clock = new SteppingClock(TimeSpan.FromSeconds(2.5));

        var host = Run(new RecordingHost(), Options with { CheckpointSeconds = 20, Epochs = 1 }, clock: clock);

        Assert.True(host.Checkpoints.Count > 1, $"{host.Checkpoints.Count} checkpoints");
        Assert.Equal(host.Checkpoints.Count, host.Checkpoints.Select(checkpoint => checkpoint.Step).Distinct().Count());
    }

    [Fact]
    public void Run_FromACheckpointWithinAnEpoch_GivesTheBytesOfARunThatNeverStopped()
    {
        var often = Run(new RecordingHost(), Options with { CheckpointSeconds = 1 }, clock: new SteppingClock(TimeSpan.FromSeconds(1)));
        var within = often.Checkpoints.First(checkpoint => checkpoint.Step == 14);

        var resumed = Run(new RecordingHost(), from: within);

        Assert.Equal(HashOfModel(Run(new RecordingHost())), HashOfModel(resumed));
    }

    [Fact]
    public void Run_FromTheLastCheckpoint_IsCompleteAtOnce()
    {
        var done = Run(new RecordingHost());

        var again = Run(new RecordingHost(), from: done.Checkpoints[^1]);

        Assert.Equal([WorkerEventKind.Started, WorkerEventKind.Completed], again.Events.Select(e => e.Kind));
    }

    [Fact]
    public void Run_OnAPattern_LearnsItFarBelowTheEntropyOfItsWords()
    {
        var data = SmallDatasets.Scales(300, 300, 200);
        var options = Options with { Embedding = 12, Hidden = 24, Dropout = 0.1, Epochs = 25, LearningRate = 0.02, SequenceLength = 25 };
        var counts = data.Pieces.SelectMany(piece => data.TokensOf(piece).ToArray()).CountBy(token => token).Select(pair => (double)pair.Value).ToList();
        var entropy = -counts.Sum(count => count / counts.Sum() * Math.Log(count / counts.Sum()));

        var losses = Run(new RecordingHost(), options, data).Checkpoints[^1].Losses;

        Assert.True(losses[^1].HeldOut < entropy / 3, $"held out {losses[^1].HeldOut}, entropy {entropy}");
        Assert.True(losses[^1].Train < entropy / 3, $"train {losses[^1].Train}, entropy {entropy}");
    }

    [Fact]
    public void Run_OverManySteps_KeepsTheNumberOfLiveTensors()
    {
        var live = new List<long>();

        Run(new RecordingHost(happened =>
        {
            if (happened.Kind == WorkerEventKind.Progress) live.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            return false;
        }));

        Assert.Equal(30, live.Count);
        Assert.All(live, count => Assert.Equal(live[0], count));
    }

    [Fact]
    public void Dispose_AfterARun_LeavesNoTensor()
    {
        Run(new RecordingHost());
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Run(new RecordingHost());

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Run_WithARateThatDiverges_FailsWithLossDiverged()
    {
        var checkpoint = Run(new RecordingHost(happened => happened.Step == 5)).Checkpoints[^1];
        var tensors = SafeTensors.Read(checkpoint.Model).Tensors.ToList();
        var head = tensors.FindIndex(tensor => tensor.Name == "head.bias");
        tensors[head] = StoredTensor.Of("head.bias", Enumerable.Repeat(float.NaN, 15).ToArray(), 15);

        var failed = Assert.Throws<TrainingFailedException>(() => Run(new RecordingHost(), from: checkpoint with { Model = SafeTensors.Write(tensors) }));

        Assert.Equal(FailureCode.LossDiverged, failed.Code);
        Assert.Equal("The loss is not a finite number any more. A lower learning rate may help.", failed.Message);
    }

    [Fact]
    public void Construction_OnADatasetWithoutTrainingPieces_FailsWithDataInvalid()
    {
        var data = SmallDatasets.Of([20], place => place % 12, _ => Split.Test);

        var failed = Assert.Throws<TrainingFailedException>(() => Run(new RecordingHost(), data: data));

        Assert.Equal(FailureCode.DataInvalid, failed.Code);
    }

    [Fact]
    public void Construction_FromACheckpointOfAnotherShape_IsRefused()
    {
        var checkpoint = Run(new RecordingHost(happened => happened.Step == 2)).Checkpoints[^1];

        Assert.Throws<CheckpointFormatException>(() => Run(new RecordingHost(), Options with { Hidden = 11 }, from: checkpoint));
        Assert.Throws<CheckpointFormatException>(() => Run(new RecordingHost(), Options with { BatchSize = 2 }, from: checkpoint));
    }

    [Fact]
    public void Run_WithNothingHeldOut_SaysSo()
    {
        var data = SmallDatasets.Of([50], place => place % 12, _ => Split.Train);

        var host = Run(new RecordingHost(), data: data);

        Assert.All(host.Checkpoints[^1].Losses, losses => Assert.Null(losses.HeldOut));
    }

    private static RecordingHost Run(
        RecordingHost host, TrainingOptions? options = null, Dataset? data = null, TimeProvider? clock = null, TrainingCheckpoint? from = null)
    {
        using var run = new TrainingRun(data ?? Data, options ?? Options, threads: 1, host, clock ?? TimeProvider.System, from);
        var completed = run.Run();
        Assert.Equal(completed ? WorkerEventKind.Completed : WorkerEventKind.Stopped, host.Events[^1].Kind);
        return host;
    }

    private static string HashOfModel(RecordingHost host) => Convert.ToHexStringLower(SHA256.HashData(host.Checkpoints[^1].Model.Span));

    private static EpochLosses Timeless(EpochLosses losses) => losses with { Seconds = 0 };
}
