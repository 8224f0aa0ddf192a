using MusicGen.Contracts.Training;
using MusicGen.Music.Midi;

namespace MusicGen.Cli.Tests.Training;

/// <summary>What is shown of a training that has ended, and its second life.</summary>
[Collection(typeof(ServiceTests))]
public sealed class LearningTests(RunningService service, PublishedModel model)
{
    [Fact]
    public async Task Metrics_OfATraining_ShowEveryPassBesideTheNgram()
    {
        var outcome = (await service.RunAsync("metrics", model.Training)).Done();

        Assert.Equal(["1", "2"], outcome.Lines.Select(line => line.Trim().Split(' ')[0]).Where(word => word is "1" or "2"));
        Assert.Matches("^A [1-6]-gram loses [0-9.]+ nats a token, [0-9.]+ a note, on the same held-out pieces[.]$", outcome.Lines[^1]);
        var metrics = (await service.RunAsync("metrics", model.Training, "--json")).Done().Json<TrainingMetrics>();
        Assert.Equal(2, metrics.Epochs.Count);
        Assert.Equal(metrics.Epochs[^1].Step, metrics.Steps[^1].Step);
    }

    [Fact]
    public async Task Metrics_AsCsv_AreOneSeries()
    {
        var steps = (await service.RunAsync("metrics", model.Training, "--csv", "steps")).Done();

        Assert.Equal("step,epoch,train_nats,learning_rate,gradient_norm,tokens_per_second", steps.Lines[0]);
        Assert.StartsWith("1,", steps.Lines[1], StringComparison.Ordinal);
        Assert.Equal(2, (await service.RunAsync("metrics", model.Training, "--csv", "notes")).Code);
    }

    [Fact]
    public async Task Samples_OfATraining_AreSavedAsMidi()
    {
        var folder = Directory.CreateTempSubdirectory("musicgen-");
        try
        {
            var outcome = (await service.RunAsync("samples", model.Training, "--out", folder.FullName)).Done();

            Assert.Equal($"Saved in {folder.FullName}.", outcome.Lines[^1]);
            Assert.Equal([$"{model.Training}-00001-1-001.mid", $"{model.Training}-00002-1-001.mid"], folder.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal));
            Assert.All(folder.GetFiles(), file => Assert.True(MidiReader.Read(File.ReadAllBytes(file.FullName)).Score.NoteCount > 0));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Extend_ATrainingThatHasSucceeded_GoesOnForMorePasses()
    {
        var training = (await service.RunAsync("train", model.Corpus, "--preset", "tiny", "--epochs", "1", "--samples", "0", "--json")).Done().Json<TrainingSummary>();

        var extended = (await service.RunAsync("extend", training.Id, "--epochs", "2", "--json")).Done().Json<TrainingSummary>();

        Assert.Equal((TrainingPhase.Succeeded, 2, 2), (extended.Phase, extended.Losses.Count, extended.Options.Epochs));
        Assert.Equal(training.Losses[0], extended.Losses[0]);
        (await service.RunAsync("extend", training.Id, "--epochs", "2")).IsRefused(2, "2 passes are done: epochs is the number of all passes, and must be larger.");
    }
}
