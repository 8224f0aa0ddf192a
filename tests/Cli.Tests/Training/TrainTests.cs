using MusicGen.Contracts.Training;

namespace MusicGen.Cli.Tests.Training;

[Collection(typeof(ServiceTests))]
public sealed class TrainTests(RunningService service, PublishedModel model)
{
    [Fact]
    public async Task Train_CtrlC_LeavesTheTrainingRunningAndSaysHowToGoOn()
    {
        using var process = CommandProcess.Start(["train", model.Corpus, "--preset", "tiny", "--epochs", "10000", "--server", service.Url]);
        var training = (await process.LineAsync("Training "))["Training ".Length..].Split(':')[0];
        await process.LineAsync("epoch   1 of 10000");

        await process.InterruptAsync();

        var outcome = await process.EndAsync();
        Assert.Equal(130, outcome.Code);
        var server = $"--server {service.Url}";
        Assert.Equal(
            $"Training {training} goes on without you. Follow it again: musicgen follow {training} {server}. End it: musicgen cancel {training} {server}.",
            outcome.Errors.Trim());
        var running = Assert.Single((await service.RunAsync("queue", "--json")).Done().Json<QueueSummary>().Running);
        Assert.Equal((training, (int?)null), (running.Training, running.Position));

        await PauseResumeAndCancelAsync(training);
    }

    private async Task PauseResumeAndCancelAsync(string training)
    {
        Assert.Matches($"^Training {training} is paus(ing|ed)[.]$", (await service.RunAsync("pause", training)).Done().Lines[^1]);
        var paused = await service.RunAsync("follow", training);
        Assert.Equal((1, $"Paused. Go on: musicgen resume {training} --server {service.Url}"), (paused.Code, paused.Lines[^1]));

        Assert.Matches("preparing|queued|starting|running", (await service.RunAsync("resume", training)).Done().Output);
        Assert.Matches("cancel(ing|ed)", (await service.RunAsync("cancel", training)).Done().Output);
        var canceled = await service.RunAsync("follow", training);
        Assert.Equal(1, canceled.Code);
        Assert.Matches("^It is canceled; it has [1-9][0-9,]* checkpoints[.]$", canceled.Lines[^1]);

        (await service.RunAsync("resume", training)).IsRefused(1, $"Training session '{training}' is canceled: one cannot resume it now.");
        (await service.RunAsync("delete-training", training)).IsRefused(2, $"Training {training} with its checkpoints and samples would be gone for good: add --yes to delete it.");
        Assert.Equal([$"Training {training} with its checkpoints and samples is deleted."], (await service.RunAsync("delete-training", training, "--yes")).Done().Lines);
        (await service.RunAsync("follow", training)).IsRefused(2, $"There is no training session '{training}'.");
    }

    [Fact]
    public async Task Train_Detached_ReturnsAtOnceWithAllOptionsAsTyped()
    {
        var outcome = (await service.RunAsync(
            "train", model.Corpus, "--preset", "tiny", "--epochs", "3", "--batch-size", "4", "--sequence-length", "32",
            "--learning-rate", "0.01", "--dropout", "0.25", "--seed", "9", "--name", "detached", "--priority", "low", "--pool", "elsewhere", "--detach", "--json")).Done();

        var training = outcome.Json<TrainingSummary>();
        Assert.Equal(("detached", model.Corpus, TrainingPriority.Low, "elsewhere"), (training.Name, training.Corpus, training.Priority, training.Pool));
        Assert.Equal(
            Presets.Find("tiny")! with { Epochs = 3, BatchSize = 4, SequenceLength = 32, LearningRate = 0.01, Dropout = 0.25, Seed = 9 },
            training.Options);
        Assert.Equal("", outcome.Errors);
        await WaitsInAPoolWithoutNodesAsync(training.Id);
        (await service.RunAsync("cancel", training.Id)).Done();
        await service.RunAsync("follow", training.Id);
    }

    private async Task WaitsInAPoolWithoutNodesAsync(string training)
    {
        string[] lines;
        do lines = [.. (await service.RunAsync("queue", "--pool", "elsewhere")).Done().Lines];
        while (lines.Length < 3);
        Assert.StartsWith("No training node serves the pool 'elsewhere' now; what waits there starts when one does. musicgen nodes", lines[0]);
        Assert.Matches($"^{training} +low +waits, number 1 of 1 +20[-0-9]+ [0-9:]+Z +unknown$", lines[2].TrimEnd());
    }

    [Fact]
    public async Task Train_PoolThatCannotBe_IsTheServicesSentence() =>
        (await service.RunAsync("train", model.Corpus, "--pool", "A")).IsRefused(2, "A pool's name has 1 to 40 lower-case letters, digits and hyphens.");

    [Fact]
    public async Task Follow_Json_WritesTheTrainingAndTellsProgressElsewhere()
    {
        var outcome = (await service.RunAsync("follow", model.Training, "--json")).Done();

        var training = outcome.Json<TrainingSummary>();
        Assert.Equal((model.Training, TrainingPhase.Succeeded, PublishedModel.Epochs), (training.Id, training.Phase, training.Losses.Count));
        Assert.Contains("epoch   2 of 2", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trainings_Json_AreAList() =>
        Assert.Contains((await service.RunAsync("trainings", "--json")).Done().Json<TrainingSummary[]>(), training => training.Id == model.Training);

    [Fact]
    public async Task Train_CorpusWithoutMusic_IsTheServicesSentence()
    {
        using var folder = new TestFolder().With("broken.mid", [1, 2, 3]);
        var upload = await service.RunAsync("upload", folder.Path);
        var corpus = upload.Lines.Single(line => line.StartsWith("Corpus ", StringComparison.Ordinal)).Split(' ')[1];

        (await service.RunAsync("train", corpus)).IsRefused(1, $"Corpus '{corpus}' has no accepted file: upload MIDI files that have notes.");
    }

    [Fact]
    public async Task Train_OptionOutOfRange_IsTheServicesSentence() =>
        (await service.RunAsync("train", model.Corpus, "--epochs", "0", "--dropout", "1"))
            .IsRefused(2, "dropout must be 0 to below 1. epochs must be 1 to 10,000.");

    [Theory]
    [InlineData("There is no corpus 'nowhere'.", "train", "nowhere")]
    [InlineData("There is no training session 'nowhere'.", "follow", "nowhere")]
    [InlineData("There is no training session 'nowhere'.", "pause", "nowhere")]
    [InlineData("There is no training session 'nowhere'.", "resume", "nowhere")]
    [InlineData("There is no training session 'nowhere'.", "cancel", "nowhere")]
    public async Task Training_ThatIsUnknown_IsTheServicesSentence(string sentence, params string[] arguments) =>
        (await service.RunAsync(arguments)).IsRefused(2, sentence);
}
