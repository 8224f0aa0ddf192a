using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Nodes;
using MusicGen.Contracts.Training;
using MusicGen.Inference.Checkpoints;
using MusicGen.Music.Datasets;
using MusicGen.Music.Midi;
using MusicGen.Music.Tokens;

namespace MusicGen.Learning.Tests.Trainer;

public sealed class TrainerTests
{
    private static readonly Dataset Short = SmallDatasets.Random(80, 60, 50, 64);

    // Seconds of work, so that there is a middle to be stopped or killed in.
    private static readonly Dataset Long = SmallDatasets.Random(14_000, 8_000, 200);
    private static readonly TrainingOptions LongOptions = SmallDatasets.Options with { Epochs = 2, CheckpointSeconds = 1, Hidden = 24 };
    private static readonly Lazy<Task<string>> HashOfUnbroken = new(UnbrokenAsync);

    [Fact]
    public async Task Job_ToTheEnd_TellsItAndLeavesCheckpointsThatAreWhole()
    {
        using var folder = await TrainingFolder.WithAsync(Short);
        var job = folder.Job(SmallDatasets.Options);
        using var process = await TrainerProcess.StartAsync(job);

        var events = await process.RestAsync();

        Assert.Equal(0, (await process.ExitAsync()).Code);
        Assert.Equal(WorkerEventKind.Started, events[0].Kind);
        Assert.Equal(WorkerEventKind.Completed, events[^1].Kind);
        Assert.Equal([1, 2, 3], events.Where(e => e.Kind == WorkerEventKind.Epoch).Select(e => e.Losses!.Epoch));
        var checkpoints = events.Where(e => e.Kind == WorkerEventKind.Checkpoint).Select(e => e.Checkpoint!).ToList();
        Assert.Equal(["00000012-001", "00000024-001", "00000036-001"], checkpoints.Select(checkpoint => checkpoint.Name));
        var card = JsonSerializer.Deserialize<ModelCard>(await folder.ContentAsync(job, "00000036-001", CheckpointFiles.Card), ContractJson.Options)!;
        Assert.Equal(new ModelShape(26, 6, 10, 2), card.Shape); // 12 notes, 5 below and 6 above them, 3 special words
        Assert.Equal((36, 3, "d1", "cpu"), (card.Step, card.Epoch, card.DatasetHash, card.Device));
        Assert.Equal(events[^2].Checkpoint!.HeldOut, card.Losses[^1].HeldOut);
        Assert.Equal(SmallDatasets.Options, card.Options);
        Assert.NotNull(card.Baseline);
        Assert.Equal(events.Where(e => e.Kind == WorkerEventKind.Epoch).Select(e => e.Losses), card.Losses);
        Assert.Equal(card.VocabularyHash, Vocabulary.FromBytes(await folder.ContentAsync(job, "00000036-001", CheckpointFiles.Vocabulary)).Hash);
        var metrics = JsonSerializer.Deserialize<StepMetric[]>(await folder.ContentAsync(job, "00000036-001", CheckpointFiles.Metrics), ContractJson.Options)!;
        Assert.Equal(36, metrics.Length);
        Assert.Equal(["00003-1-001"], events.Last(e => e.Kind == WorkerEventKind.Epoch).Samples!);
        var sample = await folder.Store.GetAsync(SampleFiles.Midi(job.SamplePrefix, "00003-1-001"), TestContext.Current.CancellationToken);
        Assert.Equal(128, MidiReader.Read(sample!.Content.Span).Score.NoteCount);
        var size = 0;
        foreach (var file in new[] { CheckpointFiles.Model, CheckpointFiles.Training }) size += (await folder.ContentAsync(job, "00000036-001", file)).Length;
        Assert.Equal(size, checkpoints[^1].SizeBytes);
        Assert.Equal(card.Losses[^1].HeldOut, checkpoints[^1].HeldOut);
    }

    [Fact]
    public async Task Job_ThatIsTraced_TellsOfEachPartOfItsWorkWithTheNextEvent()
    {
        using var folder = await TrainingFolder.WithAsync(Short);
        var job = folder.Job(SmallDatasets.Options);
        using var untraced = await TrainerProcess.StartAsync(job);
        using var traced = await TrainerProcess.StartAsync(folder.Job(SmallDatasets.Options) with { IsTraced = true, CheckpointPrefix = "checkpoints/someone/t2" });

        var (silent, told) = (await untraced.RestAsync(), await traced.RestAsync());

        Assert.All(silent, happened => Assert.Null(happened.Spans));
        var spans = told.SelectMany(happened => happened.Spans ?? []).ToLookup(span => span.EndedAt is not null);
        Assert.Equal(["read dataset", "prepare", "pass", "pass", "write checkpoint", "pass", "write checkpoint", "write checkpoint"], spans[false].Select(span => span.Name));
        Assert.Equal(spans[false].Select(span => span.Number), spans[true].Select(span => span.Number).Order());
        Assert.All(spans[true], span => Assert.False(span.HasFailed));
        Assert.Equal([1, 2, 3], spans[true].Where(span => span.Name == "pass").Select(span => span.Epoch!.Value));
        Assert.Contains("pass", told.First(happened => happened.Kind == WorkerEventKind.Started).Spans!.Select(span => span.Name)); // not only when it has ended
    }

    [Fact]
    public async Task NativeLibrary_ThatPrints_PrintsToStandardError()
    {
        using var folder = await TrainingFolder.WithAsync(Short);
        using var process = await TrainerProcess.StartAsync(folder.Job(SmallDatasets.Options), ("ONEDNN_VERBOSE", "1"));

        var events = await process.RestAsync();

        Assert.Equal(WorkerEventKind.Completed, events[^1].Kind);
        Assert.Contains("onednn_verbose", (await process.ExitAsync()).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_InTheMiddle_EndsAtACheckpointAndResumingGivesTheBytesOfAnUnbrokenRun()
    {
        using var folder = await TrainingFolder.WithAsync(Long);
        var job = folder.Job(LongOptions);
        using var process = await TrainerProcess.StartAsync(job);
        await process.NextAsync(WorkerEventKind.Progress);

        await process.StopAsync();

        var events = await process.RestAsync();
        Assert.Equal(0, (await process.ExitAsync()).Code);
        Assert.Equal([WorkerEventKind.Checkpoint, WorkerEventKind.Stopped], events[^2..].Select(e => e.Kind));
        Assert.True(events[^1].Step < events[^1].TotalSteps / 2);
        Assert.Equal(await HashOfUnbroken.Value, await ResumeAsync(folder, job, events[^2].Checkpoint!.Name));
    }

    [Fact]
    public async Task Kill_InTheMiddleOfAnEpoch_LosesNothingBehindTheLastCheckpoint()
    {
        using var folder = await TrainingFolder.WithAsync(Long);
        var job = folder.Job(LongOptions);
        using var process = await TrainerProcess.StartAsync(job);
        var checkpoint = (await process.NextAsync(WorkerEventKind.Checkpoint)).Checkpoint!;
        await process.NextAsync(WorkerEventKind.Progress);

        process.Kill();

        Assert.Equal(128 + 9, (await process.ExitAsync()).Code);
        Assert.Equal(await HashOfUnbroken.Value, await ResumeAsync(folder, job, checkpoint.Name));
    }

    [Fact]
    public async Task Input_ClosedWhileItTrains_EndsTheProcessAtOnce()
    {
        using var folder = await TrainingFolder.WithAsync(Long);
        using var process = await TrainerProcess.StartAsync(folder.Job(LongOptions with { Epochs = 10_000 }));
        await process.NextAsync(WorkerEventKind.Progress);

        process.CloseInput();

        Assert.Equal(3, (await process.ExitAsync()).Code);
        Assert.DoesNotContain(await process.RestAsync(), happened => happened.Kind is WorkerEventKind.Stopped or WorkerEventKind.Failed);
    }

    [Fact]
    public async Task Devices_AreListedAsJson()
    {
        using var process = new TrainerProcess("--devices");

        var devices = JsonSerializer.Deserialize<DeviceReport[]>(await process.TextAsync(), ContractJson.Options)!;

        Assert.Equal(0, (await process.ExitAsync()).Code);
        var processor = Assert.Single(devices, device => device.Kind == DeviceKind.Cpu);
        Assert.Equal(("cpu", 1), (processor.Id, processor.Slots));
        Assert.InRange(processor.MemoryBytes, 1L << 27, 1L << 50);
        Assert.NotEmpty(processor.Name);
        Assert.Equal(processor, devices[^1]);
    }

    [Fact]
    public async Task Input_ClosedBeforeTheJob_EndsTheProcess()
    {
        using var process = new TrainerProcess();

        process.CloseInput();

        Assert.Equal(3, (await process.ExitAsync()).Code);
    }

    [Theory]
    [InlineData("not a job", "The first line is not a job")]
    [InlineData("null", "The job is null.")]
    [InlineData("{}", "dataset must be the dataset's hash.")]
    [InlineData("""{"session":"s","leaseEpoch":1,"store":{"folder":"/nowhere"},"dataset":"d","tokenizer":{},"checkpointPrefix":"c","options":{"epochs":0},"threads":1,"leaseSeconds":60,"device":"cpu","samplePrefix":"s"}""", "options: epochs must be 1 to 10,000.")]
    public async Task FirstLine_ThatIsNoJob_IsRefusedOnStandardError(string line, string reason)
    {
        using var process = new TrainerProcess();

        await process.SendAsync(line);

        var (code, errors) = await process.ExitAsync();
        Assert.Equal(2, code);
        Assert.Contains(reason, errors, StringComparison.Ordinal);
        Assert.Empty(await process.TextAsync());
    }

    [Fact]
    public async Task Job_OnAMissingDataset_FailsWithDataInvalid()
    {
        using var folder = await TrainingFolder.WithAsync(Short);
        using var process = await TrainerProcess.StartAsync(folder.Job(SmallDatasets.Options) with { Dataset = "d2", IsTraced = true });

        var told = await process.RestAsync();

        Assert.Equal([("read dataset", false), ("read dataset", true)], told.Select(happened => Assert.Single(happened.Spans!)).Select(span => (span.Name, span.HasFailed)));
        var failed = told[^1];
        Assert.Equal(new TrainingFailure(FailureCode.DataInvalid, "The dataset d2 has no vocabulary in the store."), failed.Failure);
        Assert.Equal(1, (await process.ExitAsync()).Code);
    }

    [Fact]
    public async Task Job_OnADamagedDataset_FailsWithDataInvalid()
    {
        using var folder = await TrainingFolder.WithAsync(Short);
        await folder.Store.PutAsync("datasets/d1/tokens", new byte[7], cancellationToken: TestContext.Current.CancellationToken);
        using var process = await TrainerProcess.StartAsync(folder.Job(SmallDatasets.Options));

        var failed = Assert.Single(await process.RestAsync());

        Assert.Equal(new TrainingFailure(FailureCode.DataInvalid, "The dataset d1 is damaged. The token file's length is not a multiple of 4."), failed.Failure);
    }

    [Fact]
    public async Task Job_InAFolderThatCannotBe_BlamesTheStoreAndFailsNoTraining()
    {
        using var folder = await TrainingFolder.WithAsync(Short);
        using var process = await TrainerProcess.StartAsync(folder.Job(SmallDatasets.Options) with { Store = new StorePlace("/dev/null/store") });

        Assert.Empty(await process.RestAsync());

        var (code, errors) = await process.ExitAsync();
        Assert.Equal(4, code);
        Assert.Contains("/dev/null/store", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_FromACheckpointWithOtherOptions_FailsAndSaysSo()
    {
        using var folder = await TrainingFolder.WithAsync(Short);
        var job = folder.Job(SmallDatasets.Options);
        using var first = await TrainerProcess.StartAsync(job);
        await first.RestAsync();
        using var process = await TrainerProcess.StartAsync(job with { ResumeFrom = "00000012-001", LeaseEpoch = 2, Options = job.Options with { Dropout = 0.4 } });

        var failed = Assert.Single(await process.RestAsync());

        Assert.Equal(FailureCode.CheckpointInvalid, failed.Failure!.Code);
        Assert.StartsWith("The checkpoint 00000012-001 was trained with other options", failed.Failure.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_SaysThatTheServiceStartsIt()
    {
        using var process = new TrainerProcess("--help");

        var text = await process.TextAsync();

        Assert.Contains("The MusicGen service starts it", text, StringComparison.Ordinal);
        Assert.Equal(0, (await process.ExitAsync()).Code);
    }

    private static async Task<string> UnbrokenAsync()
    {
        using var folder = await TrainingFolder.WithAsync(Long);
        return await FinalHashAsync(folder, folder.Job(LongOptions));
    }

    private static Task<string> ResumeAsync(TrainingFolder folder, WorkerJob job, string checkpoint) =>
        FinalHashAsync(folder, job with { ResumeFrom = checkpoint, LeaseEpoch = 2 });

    private static async Task<string> FinalHashAsync(TrainingFolder folder, WorkerJob job)
    {
        using var process = await TrainerProcess.StartAsync(job);
        var events = await process.RestAsync();
        Assert.Equal(WorkerEventKind.Completed, events[^1].Kind);
        return await folder.HashOfModelAsync(job, events[^2].Checkpoint!.Name);
    }
}
