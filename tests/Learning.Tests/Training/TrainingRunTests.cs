using System.Security.Cryptography;
using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Training;
using MusicGen.Inference.Checkpoints;
using MusicGen.Learning.Checkpoints;
using MusicGen.Learning.Training;
using MusicGen.Music.Datasets;
using TorchSharp;

namespace MusicGen.Learning.Tests.Training;

public sealed class TrainingRunTests
{
    // 207 predictions, 3 rows, windows of 7 or less: 12 steps an epoch.
    private static readonly Dataset Data = SmallDatasets.Random(80, 60, 50, 64);
    private static readonly TrainingOptions Options = SmallDatasets.Options;

    [Fact]
    public void Run_Twice_GivesTheSameBytes() => Assert.Equal(HashOfModel(Run(new RecordingHost())), HashOfModel(Run(new RecordingHost())));

    [Fact]
    public void Run_WithAnotherSeed_GivesOtherBytes() =>
        Assert.NotEqual(HashOfModel(Run(new RecordingHost())), HashOfModel(Run(new RecordingHost(), Options with { Seed = 12 })));

    [Theory]
    [InlineData(1, ArithmeticPrecision.Fp32)]
    [InlineData(11, ArithmeticPrecision.Fp32)]
    [InlineData(12, ArithmeticPrecision.Fp32)]
    [InlineData(17, ArithmeticPrecision.Bf16)]
    [InlineData(24, ArithmeticPrecision.Fp32)]
    [InlineData(35, ArithmeticPrecision.Bf16)]
    public void Run_StoppedAfterAnyStepAndResumed_GivesTheBytesOfARunThatNeverStopped(int stopStep, ArithmeticPrecision precision)
    {
        var options = Options with { Precision = precision };
        var unbroken = Run(new RecordingHost(), options);
        var stopped = Run(new RecordingHost(happened => happened.Step == stopStep), options);
        Assert.Equal(WorkerEventKind.Stopped, stopped.Events[^1].Kind);
        Assert.Equal(stopStep, stopped.Checkpoints[^1].Step);

        var resumed = Run(new RecordingHost(), options, from: stopped.Checkpoints[^1]);

        Assert.Equal(HashOfModel(unbroken), HashOfModel(resumed));
        Assert.Equal(unbroken.Checkpoints[^1].Metrics.Select(point => (point.Step, point.Train)), resumed.Checkpoints[^1].Metrics.Select(point => (point.Step, point.Train)));
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
            host = Run(new RecordingHost(happened => happened.Loss is not null && ++steps == 4), from: from);
            from = host.Checkpoints[^1];
        } while (host.Events[^1].Kind == WorkerEventKind.Stopped);

        Assert.Equal(HashOfModel(Run(new RecordingHost())), HashOfModel(host));
    }

    [Fact]
    public void Run_ToTheEnd_TellsEachStepEpochAndCheckpoint()
    {
        var host = Run(new RecordingHost());

        Assert.Equal(WorkerEventKind.Started, host.Events[0].Kind);
        Assert.Equal(Enumerable.Range(1, 36).Select(step => (long)step), host.Events.Where(e => e.Loss is not null).Select(e => e.Step));
        Assert.All(host.Events, happened => Assert.Equal(36, happened.TotalSteps));
        Assert.Equal([WorkerEventKind.Epoch, WorkerEventKind.Checkpoint, WorkerEventKind.Completed], host.Events[^3..].Select(e => e.Kind));
        Assert.Equal([(12L, 1), (24L, 2), (36L, 3)], host.Checkpoints.Select(checkpoint => (checkpoint.Step, checkpoint.Epoch)));
        Assert.Equal([1, 2, 3], host.Checkpoints[^1].Losses.Select(losses => losses.Epoch));
        Assert.All(host.Checkpoints[^1].Losses, losses => Assert.InRange(losses.HeldOut!.Value, 2, 4));
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
        var options = Options with { Embedding = 12, Hidden = 24, Dropout = 0.1, Epochs = 60, LearningRate = 0.02, SequenceLength = 25, WeightDropout = 0, TransposeUp = 0, TransposeDown = 0 };
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
            if (happened.Loss is not null) live.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            return false;
        }));

        Assert.Equal(36, live.Count);
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
    public void Run_ThatDivergesOnce_GoesBackToTheLastCheckpointAndOnAtALowerRate()
    {
        var good = Run(new RecordingHost(happened => happened.Step == 5)).Checkpoints[^1];

        var host = Run(new RecordingHost(from: good), from: Broken(good));

        var message = Assert.Single(host.Events, happened => happened.Kind == WorkerEventKind.RolledBack).Message;
        Assert.Equal("The loss is not a finite number any more. The training goes back from step 5 to step 5, and on from there at 0.3 times the rate.", message);
        var usual = Run(new RecordingHost()).Events.First(happened => happened.Loss is not null && happened.Step == 6).LearningRate!.Value;
        Assert.Equal(0.3 * usual, host.Events.First(happened => happened.Loss is not null).LearningRate!.Value, 1e-12);
        Assert.Equal(WorkerEventKind.Completed, host.Events[^1].Kind);
    }

    [Fact]
    public void Run_KilledAfterItHasGoneBack_GivesTheBytesOfOneThatWasNot()
    {
        var good = Run(new RecordingHost(happened => happened.Step == 5)).Checkpoints[^1];
        var unbroken = Run(new RecordingHost(from: good), from: Broken(good));

        var stopped = Run(new RecordingHost(happened => happened.Step == 20, from: good), from: Broken(good));
        var resumed = Run(new RecordingHost(from: stopped.Checkpoints[^1]), from: stopped.Checkpoints[^1]);

        Assert.Equal(HashOfModel(unbroken), HashOfModel(resumed));
    }

    [Fact]
    public void Run_ThatDivergesAgain_FailsWithLossDiverged()
    {
        var broken = Broken(Run(new RecordingHost(happened => happened.Step == 5)).Checkpoints[^1]);

        var failed = Assert.Throws<TrainingFailedException>(() => Run(new RecordingHost(from: broken), from: broken));

        Assert.Equal(FailureCode.LossDiverged, failed.Code);
        Assert.Equal("The loss is not a finite number any more. It was so at a lower rate, too. A lower learning rate from the beginning may help.", failed.Message);
    }

    [Fact]
    public void Run_WhoseLossRisesBeyondAGuess_FailsWithLossDivergedAfterASecondTry()
    {
        var host = new RecordingHost();

        var failed = Assert.Throws<TrainingFailedException>(() => Run(host, Options with { Hidden = 200, LearningRate = 1, WarmupSteps = 0 }));

        Assert.Equal(FailureCode.LossDiverged, failed.Code);
        Assert.StartsWith("The loss has risen to ", failed.Message, StringComparison.Ordinal);
        Assert.Single(host.Events, happened => happened.Kind == WorkerEventKind.RolledBack);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(400)]
    public void Run_WhoseRateRisesTooFar_GoesBackToACheckpointFromBeforeItsLossDid(int warmupSteps)
    {
        var host = new RecordingHost();
        var data = SmallDatasets.Scales(300, 300, 200);
        var options = Options with { Hidden = 128, LearningRate = 1, WarmupSteps = warmupSteps, Epochs = 40, CheckpointSeconds = 1, TransposeUp = 0, TransposeDown = 0 };

        try
        {
            Run(host, options, data, new SteppingClock(TimeSpan.FromSeconds(1)));
        }
        catch (TrainingFailedException)
        {
            // A third of a rate that is far too high may still be too high.
        }

        var back = host.Events.FindIndex(happened => happened.Kind == WorkerEventKind.RolledBack);
        var losses = host.Events.Take(back).Where(happened => happened.Loss is not null).ToList();
        var words = host.Checkpoints.Count > 0 ? host.Checkpoints[0].Vocabulary.Size : 15;
        Assert.InRange(losses.Count, 1, 1000);
        Assert.True(host.Events[back].Step <= losses[^1].Step);
        var watch = losses.TakeWhile(happened => happened.Step <= host.Events[back].Step).Aggregate(LossWatch.Start, (at, happened) => at.After(happened.Loss!.Value));
        Assert.False(watch.IsSuspect(words), $"{watch} of {words} words at step {host.Events[back].Step}");
    }

    [Fact]
    public void Run_StoppedWhileItsLossIsSuspect_WritesNoCheckpoint()
    {
        var data = SmallDatasets.Scales(300, 300, 200);
        var options = Options with { Hidden = 128, LearningRate = 1, WarmupSteps = 400, Epochs = 40, TransposeUp = 0, TransposeDown = 0 };
        var watch = LossWatch.Start;

        var host = Run(new RecordingHost(happened => happened.Loss is { } loss && (watch = watch.After(loss)).Last > watch.Best + 3), options, data);

        Assert.Equal(WorkerEventKind.Stopped, host.Events[^1].Kind);
        Assert.True(host.Checkpoints.Count == 0 || host.Checkpoints[^1].Step < host.Events[^1].Step);
    }

    [Fact]
    public void Run_WithoutALowerHeldOutLoss_EndsWhenPatienceIsOver()
    {
        var host = Run(new RecordingHost(), Options with { Epochs = 200, Patience = 3, LearningRate = 0.05 });

        var losses = host.Checkpoints[^1].Losses;
        Assert.Equal(losses.MinBy(row => row.HeldOut)!.Epoch + 3, losses[^1].Epoch);
        Assert.InRange(losses.Count, 4, 199);
        Assert.Equal(host.Events[^1].Step, host.Events[^1].TotalSteps);
    }

    [Fact]
    public void Run_ExtendedAfterItsEnd_GoesOnWithTheSameNetworkAndNewPatience()
    {
        var first = Run(new RecordingHost(), Options with { Epochs = 200, Patience = 3, LearningRate = 0.05 }).Checkpoints[^1];

        var more = Run(new RecordingHost(), Options with { Epochs = 400, Patience = 3, LearningRate = 0.05 }, from: first, patienceFrom: first.Epoch);

        Assert.Equal(first.Losses, more.Checkpoints[^1].Losses.Take(first.Epoch));
        Assert.InRange(more.Checkpoints[^1].Epoch, first.Epoch + 3, 400);
    }

    [Fact]
    public void Run_InALanguageThatIsKnown_ComposesAfterEachPassAndCountsWhatIsCopied()
    {
        var host = Run(new RecordingHost(), Options with { Samples = 2 }, tokenizer: new TokenizerSettings(TokenizerKind.NoteNames));

        Assert.Equal(["1-1", "1-2", "2-1", "2-2", "3-1", "3-2"], host.Samples.Select(sample => sample.Name));
        Assert.All(host.Samples, sample => Assert.Equal(128, sample.Score.NoteCount));
        Assert.All(host.Checkpoints[^1].Losses, losses => Assert.InRange(losses.CopyRate!.Value, 0, 0.1)); // random pieces have nothing to copy
        Assert.Equal(["2-1", "2-2"], host.Events.Where(happened => happened.Kind == WorkerEventKind.Epoch).ElementAt(1).Samples!);
    }

    [Fact]
    public void Run_WithSamplesOrWithout_GivesTheSameBytes() =>
        Assert.Equal(HashOfModel(Run(new RecordingHost())), HashOfModel(Run(new RecordingHost(), tokenizer: new TokenizerSettings(TokenizerKind.NoteNames))));

    [Fact]
    public void Run_ToTheEnd_ShowsTheNgramBesideEveryHeldOutLoss()
    {
        var host = Run(new RecordingHost());

        var baseline = host.Checkpoints[^1].Baseline!;
        Assert.InRange(baseline.HeldOut, 2, 3); // random words: ln 12 is 2.5
        Assert.All(host.Events.Where(happened => happened.Kind == WorkerEventKind.Epoch), happened => Assert.Equal(baseline, happened.Baseline));
        Assert.All(host.Checkpoints[^1].Losses, losses => Assert.True(losses is { HeldOutPerNote: > 2, TopOne: >= 0, Perplexity: > 7 }));
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
        Assert.Throws<CheckpointFormatException>(() => Run(new RecordingHost(), Options with { TransposeUp = 0 }, from: checkpoint));
    }

    [Fact]
    public void Run_WithNothingHeldOut_SaysSo()
    {
        var data = SmallDatasets.Of([50], place => place % 12, _ => Split.Train);

        var host = Run(new RecordingHost(), data: data);

        Assert.All(host.Checkpoints[^1].Losses, losses => Assert.Null(losses.HeldOut));
    }

    private static RecordingHost Run(
        RecordingHost host, TrainingOptions? options = null, Dataset? data = null, TimeProvider? clock = null, TrainingCheckpoint? from = null,
        TokenizerSettings? tokenizer = null, int patienceFrom = 0)
    {
        var setting = new TrainingSetting(Threads: 1, Tokenizer: tokenizer, PatienceFrom: patienceFrom);
        using var run = new TrainingRun(data ?? Data, options ?? Options, setting, host, clock ?? TimeProvider.System, from);
        var completed = run.Run();
        Assert.Equal(completed ? WorkerEventKind.Completed : WorkerEventKind.Stopped, host.Events[^1].Kind);
        return host;
    }

    /// <summary>A checkpoint from which the first loss is no number.</summary>
    private static TrainingCheckpoint Broken(TrainingCheckpoint checkpoint)
    {
        var tensors = SafeTensors.Read(checkpoint.Model).Tensors.ToList();
        var head = tensors.FindIndex(tensor => tensor.Name == "head.bias");
        tensors[head] = StoredTensor.Of("head.bias", Enumerable.Repeat(float.NaN, (int)tensors[head].Shape[0]).ToArray(), tensors[head].Shape[0]);
        return checkpoint with { Model = SafeTensors.Write(tensors) };
    }

    private static string HashOfModel(RecordingHost host) => Convert.ToHexStringLower(SHA256.HashData(host.Checkpoints[^1].Model.Span));

    private static EpochLosses Timeless(EpochLosses losses) => losses with { Seconds = 0 };
}
