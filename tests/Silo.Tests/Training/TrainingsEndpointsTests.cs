using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using MusicGen.Contracts;
using MusicGen.Contracts.Corpora;
using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Training;
using MusicGen.Tests.Corpora;

namespace MusicGen.Silo.Tests.Training;

public sealed class TrainingsEndpointsTests(RunningSilo silo)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_Overrides_AreResolvedFromThePresetAndEchoed()
    {
        var corpus = await silo.CorpusAsync(MidiFiles.Melody(60));

        using var response = await silo.Http.PostAsJsonAsync(
            "v1/trainings",
            new { corpus = corpus.Id, preset = "tiny", epochs = 3, seed = 5 },
            Token);

        var training = (await response.Content.ReadFromJsonAsync<TrainingSummary>(ContractJson.Options, Token))!;
        Assert.Equal((HttpStatusCode.Created, $"/v1/trainings/{training.Id}"), (response.StatusCode, response.Headers.Location?.ToString()));
        Assert.Equal(Presets.Find("tiny")! with { Epochs = 3, Seed = 5 }, training.Options);
        Assert.Equal((training.Id, corpus.Id), (training.Name, training.Corpus));
    }

    [Fact]
    public async Task Create_NoPreset_IsTheDefault()
    {
        var corpus = await silo.CorpusAsync(MidiFiles.Melody(60));

        var training = await silo.Client.Trainings.CreateAsync(new CreateTraining(corpus.Id), cancellationToken: Token);

        Assert.Equal(Presets.Find(Presets.Default), training.Options);
    }

    [Fact]
    public async Task Create_TwiceWithOneKey_IsOneTrainingThoughTheCorpusGrew()
    {
        var corpus = await silo.CorpusAsync(MidiFiles.Melody(60));
        var first = await silo.Client.Trainings.CreateAsync(new CreateTraining(corpus.Id), "training key", Token);
        var upload = await silo.Client.Corpora.UploadAsync(corpus.Id, [new("more.mid", MidiFiles.Melody(61))], Token);
        await silo.Client.Corpora.WatchAsync(corpus.Id, upload.Number, Token).LastAsync(Token);

        var again = await silo.Client.Trainings.CreateAsync(new CreateTraining(corpus.Id, Epochs: 9), "training key", Token);

        Assert.Equal((first.Id, first.Dataset, first.Options), (again.Id, again.Dataset, again.Options));
    }

    [Theory]
    [InlineData("epochs", "0")]
    [InlineData("epochs", "10001")]
    [InlineData("batchSize", "0")]
    [InlineData("batchSize", "1025")]
    [InlineData("sequenceLength", "1")]
    [InlineData("sequenceLength", "4097")]
    [InlineData("learningRate", "0")]
    [InlineData("learningRate", "1.1")]
    [InlineData("dropout", "-0.1")]
    [InlineData("dropout", "1")]
    [InlineData("seed", "-1")]
    [InlineData("seed", "9007199254740992")]
    public async Task Create_OptionOutOfRange_IsRefusedNamingTheField(string field, string value)
    {
        using var response = await PostAsync($$"""{"corpus":"nothing","{{field}}":{{value}}}""");

        Assert.StartsWith($"{field} must be ", await Refusal.DetailAsync(response), StringComparison.Ordinal);
        await Refusal.AssertAsync(response, HttpStatusCode.UnprocessableEntity, "option-out-of-range", field);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public async Task Create_ToleranceOutOfRange_IsRefusedNamingTheField(int divisor)
    {
        using var response = await PostAsync($$$$"""{"corpus":"nothing","tokenizer":{"kind":"notenames","notenames":{"toleranceDivisor":{{{{divisor}}}}}}}""");

        await Refusal.AssertAsync(response, HttpStatusCode.UnprocessableEntity, "option-out-of-range", "tokenizer.notenames.toleranceDivisor");
    }

    [Theory]
    [InlineData("""{"kind":"notenames","score24":{}}""", "tokenizer.score24")]
    [InlineData("""{"kind":"score24","notenames":{}}""", "tokenizer.notenames")]
    public async Task Create_SettingsOfAnotherTokenizer_AreRefusedNamingTheField(string tokenizer, string field)
    {
        using var response = await PostAsync($$"""{"corpus":"nothing","tokenizer":{{tokenizer}}}""");

        await Refusal.AssertAsync(response, HttpStatusCode.UnprocessableEntity, "tokenizer-settings-of-another-kind", field);
    }

    [Theory]
    [InlineData("")]
    [InlineData("GPU")]
    [InlineData("../x")]
    [InlineData("12345678901234567890123456789012345678901")]
    public async Task Create_PoolThatCannotBe_IsRefused(string pool)
    {
        using var response = await PostAsync($$"""{"corpus":"nothing","pool":"{{pool}}"}""");

        Assert.Equal("A pool's name has 1 to 40 lower-case letters, digits and hyphens.", await Refusal.DetailAsync(response));
        await Refusal.AssertAsync(response, HttpStatusCode.UnprocessableEntity, "pool-invalid", "pool");
    }

    [Theory]
    [InlineData("\"priority\":\"urgent\"")]
    [InlineData("\"priority\":1")]
    [InlineData("\"pool\":null")]
    public async Task Create_PriorityOrPoolOfAnotherKind_IsABadRequest(string member)
    {
        using var response = await PostAsync($$"""{"corpus":"nothing",{{member}}}""");

        await Refusal.AssertAsync(response, HttpStatusCode.BadRequest, "bad-request");
    }

    [Fact]
    public async Task Create_PriorityAndPool_WaitsThereWithThem()
    {
        var corpus = await silo.CorpusAsync(MidiFiles.Melody(60, 62));
        var training = await silo.Client.Trainings.CreateAsync(new CreateTraining(corpus.Id, Priority: TrainingPriority.High, Pool: "gpu-2"), cancellationToken: Token);
        await silo.Client.Trainings.WatchAsync(training.Id, Token).FirstAsync(happened => happened.Phase == TrainingPhase.Queued, Token);

        QueueSummary queue;
        do queue = await silo.Client.Trainings.QueueAsync("gpu-2", Token);
        while (queue.Waiting.Count == 0);

        Assert.Equal((TrainingPriority.High, "gpu-2", 0), (training.Priority, training.Pool, training.Preemptions));
        Assert.Equal([new QueueEntry(training.Id, null, 1, "gpu-2", TrainingPriority.High, training.CreatedAt, null, null)], queue.Waiting);
        Assert.Equal(("gpu-2", 0, 1), (queue.Pool, queue.Slots, queue.AllWaiting));
        Assert.DoesNotContain((await QueueAsync()).Waiting, waiting => waiting.Training == training.Id);
        await silo.Client.Trainings.CancelAsync(training.Id, Token);
    }

    [Fact]
    public async Task Delete_OnlyWhatHasEnded_IsGone()
    {
        var training = await silo.TrainingAsync();

        using var waiting = await silo.Http.DeleteAsync($"v1/trainings/{training.Id}", Token);
        await silo.Client.Trainings.CancelAsync(training.Id, Token);
        using var deleted = await silo.Http.DeleteAsync($"v1/trainings/{training.Id}", Token);
        using var gone = await silo.Http.GetAsync($"v1/trainings/{training.Id}", Token);

        await Refusal.AssertAsync(waiting, HttpStatusCode.Conflict, "training-in-other-phase");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await Refusal.AssertAsync(gone, HttpStatusCode.NotFound, "training-not-found");
        Assert.DoesNotContain((await silo.Client.Trainings.ListAsync(cancellationToken: Token)).Items, item => item.Id == training.Id);
    }

    [Fact]
    public async Task Queue_OfAPoolThatCannotBe_IsRefused()
    {
        using var response = await silo.Http.GetAsync("v1/queue?pool=A%2f", Token);

        await Refusal.AssertAsync(response, HttpStatusCode.UnprocessableEntity, "pool-invalid", "pool");
    }

    [Fact]
    public async Task Queue_OthersTrainings_CountForThePositionAndAreNotNamed()
    {
        var queue = silo.App.Services.GetRequiredService<IGrainFactory>().GetGrain<ITrainingQueueGrain>("shared");
        await queue.Enqueue(new QueueRequest("stranger/secret", "stranger", TrainingPriority.High, DateTimeOffset.UnixEpoch));
        await queue.Enqueue(new QueueRequest("local/own", "local", TrainingPriority.Normal, DateTimeOffset.UnixEpoch));

        var text = await silo.Http.GetStringAsync("v1/queue?pool=shared", Token);

        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        var own = Assert.Single((await silo.Client.Trainings.QueueAsync("shared", Token)).Waiting);
        Assert.Equal(("own", 2), (own.Training, own.Position));
    }

    [Fact]
    public async Task Create_UnknownTokenizer_IsABadRequest()
    {
        using var response = await PostAsync("""{"corpus":"nothing","tokenizer":{"kind":"words"}}""");

        await Refusal.AssertAsync(response, HttpStatusCode.BadRequest, "bad-request");
    }

    [Fact]
    public async Task Create_AnotherTokenizer_IsAnotherDataset()
    {
        var corpus = await silo.CorpusAsync(MidiFiles.Melody(60, 62));

        var bars = await silo.Client.Trainings.CreateAsync(new CreateTraining(corpus.Id), cancellationToken: Token);
        var same = await silo.Client.Trainings.CreateAsync(new CreateTraining(corpus.Id, Tokenizer: new TokenizerSettings(Score24: new Score24Settings())), cancellationToken: Token);
        var names = await silo.Client.Trainings.CreateAsync(new CreateTraining(corpus.Id, Tokenizer: new TokenizerSettings(TokenizerKind.NoteNames)), cancellationToken: Token);

        Assert.Equal(bars.Dataset, same.Dataset);
        Assert.NotEqual(bars.Dataset, names.Dataset);
    }

    [Fact]
    public async Task Watch_CorpusWithPerformances_SaysThatTheyAreLeftOut()
    {
        var corpus = await silo.CorpusAsync(MidiFiles.Melody(60, 62), MidiFiles.Performance(1));
        var training = await silo.Client.Trainings.CreateAsync(new CreateTraining(corpus.Id), cancellationToken: Token);

        var queued = await silo.Client.Trainings.WatchAsync(training.Id, Token).FirstAsync(happened => happened.Phase == TrainingPhase.Queued, Token);

        Assert.StartsWith("1.mid is left out: it is a performance ", queued.Message, StringComparison.Ordinal);
        await silo.Client.Trainings.CancelAsync(training.Id, Token);
    }

    [Fact]
    public async Task Create_SeveralFaults_AreAllNamed()
    {
        using var response = await PostAsync("""{"corpus":"nothing","epochs":0,"batchSize":0,"dropout":2}""");

        Assert.Equal("dropout must be 0 to below 1. epochs must be 1 to 10,000. batchSize must be 1 to 1,024.", await Refusal.DetailAsync(response));
    }

    [Fact]
    public async Task Create_UnknownPreset_NamesThoseThatThereAre()
    {
        using var response = await PostAsync("""{"corpus":"nothing","preset":"gigantic"}""");

        Assert.Equal("There is no preset 'gigantic': choose one of tiny, small, base, large.", await Refusal.DetailAsync(response));
        await Refusal.AssertAsync(response, HttpStatusCode.UnprocessableEntity, "preset-unknown", "preset");
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("../../x")]
    [InlineData("")]
    public async Task Create_OnNoCorpus_IsNotFound(string corpus)
    {
        using var response = await PostAsync($$"""{"corpus":"{{corpus}}"}""");

        await Refusal.AssertAsync(response, HttpStatusCode.NotFound, "corpus-not-found", "corpus");
    }

    [Fact]
    public async Task Create_OnACorpusWithoutMusic_IsRefused()
    {
        var empty = await silo.Client.Corpora.CreateAsync(new CreateCorpus(), cancellationToken: Token);
        var damaged = await silo.CorpusAsync(MidiFiles.Damaged);
        foreach (var corpus in new[] { empty, damaged })
        {
            using var response = await PostAsync($$"""{"corpus":"{{corpus.Id}}"}""");

            await Refusal.AssertAsync(response, HttpStatusCode.Conflict, "corpus-without-music", "corpus");
        }
    }

    [Fact]
    public async Task List_Trainings_NamesThis()
    {
        var training = await silo.TrainingAsync();

        var found = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await silo.Http.GetFromJsonAsync<Page<TrainingSummary>>($"v1/trainings?cursor={cursor}", ContractJson.Options, Token))!;
            found.AddRange(page.Items.Select(item => item.Id));
            cursor = page.Next;
        }

        Assert.Single(found, training.Id);
    }

    [Fact]
    public async Task Queue_WaitingTraining_HasAPosition()
    {
        var training = await silo.TrainingAsync();
        QueueEntry? entry;
        do entry = (await QueueAsync()).Waiting.SingleOrDefault(waiting => waiting.Training == training.Id);
        while (entry is null);

        Assert.True(entry.Position >= 1);
        Assert.Null(entry.Node);
        await silo.Client.Trainings.CancelAsync(training.Id, Token);
        Assert.DoesNotContain((await QueueAsync()).Waiting, waiting => waiting.Training == training.Id);
    }

    [Fact]
    public async Task Change_WaitingTraining_IsPausedResumedAndCanceled()
    {
        var training = await silo.TrainingAsync();

        Assert.Equal(TrainingPhase.Paused, (await silo.Client.Trainings.PauseAsync(training.Id, Token)).Phase);
        Assert.Contains((await silo.Client.Trainings.ResumeAsync(training.Id, Token)).Phase, new[] { TrainingPhase.Preparing, TrainingPhase.Queued });
        Assert.Equal(TrainingPhase.Canceled, (await silo.Client.Trainings.CancelAsync(training.Id, Token)).Phase);

        foreach (var verb in new[] { "pause", "resume" })
        {
            using var response = await silo.Http.PostAsync($"v1/trainings/{training.Id}:{verb}", null, Token);
            Assert.Equal($"Training session '{training.Id}' is canceled: one cannot {verb} it now.", await Refusal.DetailAsync(response));
            await Refusal.AssertAsync(response, HttpStatusCode.Conflict, "training-in-other-phase");
        }
    }

    [Theory]
    [InlineData("pause")]
    [InlineData("resume")]
    [InlineData("cancel")]
    public async Task Change_NoTraining_IsNotFound(string verb)
    {
        using var unknown = await silo.Http.PostAsync($"v1/trainings/nothing:{verb}", null, Token);
        using var impossible = await silo.Http.PostAsync($"v1/trainings/..%2fx:{verb}", null, Token);

        await Refusal.AssertAsync(unknown, HttpStatusCode.NotFound, "training-not-found");
        await Refusal.AssertAsync(impossible, HttpStatusCode.NotFound, "training-not-found");
    }

    [Theory]
    [InlineData("metrics")]
    [InlineData("checkpoints")]
    [InlineData("samples")]
    [InlineData("samples/00001-1-001/content")]
    [InlineData("events")]
    public async Task AnyPart_OfNoTraining_IsNotFound(string part)
    {
        using var response = await silo.Http.GetAsync($"v1/trainings/nothing/{part}", Token);

        await Refusal.AssertAsync(response, HttpStatusCode.NotFound, "training-not-found");
    }

    [Fact]
    public async Task Extend_ATrainingThatHasSucceeded_WaitsForADeviceAgain()
    {
        var training = await silo.TrainedAsync();

        var extended = await silo.Client.Trainings.ExtendAsync(training.Id, 40, Token);

        Assert.Equal(40, extended.Options.Epochs);
        Assert.Contains(extended.Phase, new[] { TrainingPhase.Preparing, TrainingPhase.Queued });
    }

    [Theory]
    [InlineData("""{"epochs":1}""", "epochs-already-done", "epochs")]
    [InlineData("""{"epochs":10001}""", "option-out-of-range", "epochs")]
    public async Task Extend_ToTooFewOrTooManyPasses_IsRefused(string body, string code, string field)
    {
        var training = await silo.TrainedAsync();

        using var response = await silo.Http.PostAsync($"v1/trainings/{training.Id}:extend", new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Token);

        await Refusal.AssertAsync(response, HttpStatusCode.UnprocessableEntity, code, field);
    }

    [Fact]
    public async Task Create_EveryOption_IsTakenOver()
    {
        var corpus = await silo.CorpusAsync(MidiFiles.Melody(60));
        var asked = new TrainingOptions
        {
            Preset = "tiny",
            Embedding = 5,
            Hidden = 6,
            Layers = 3,
            Dropout = 0.11,
            Epochs = 7,
            BatchSize = 8,
            SequenceLength = 9,
            LearningRate = 0.012,
            ClipNorm = 1.3,
            Seed = 14,
            CheckpointSeconds = 15,
            InputDropout = 0.16,
            WeightDropout = 0.17,
            WeightDecay = 0.18,
            WarmupSteps = 19,
            FinalRateShare = 0.2,
            TransposeDown = 2,
            TransposeUp = 3,
            TempoShift = 4,
            Patience = 25,
            KeepBest = 6,
            KeepLast = 7,
            Precision = ArithmeticPrecision.Fp32,
            Samples = 8,
        };

        using var response = await silo.Http.PostAsync(
            "v1/trainings",
            new StringContent($$"""{"corpus":"{{corpus.Id}}",{{System.Text.Json.JsonSerializer.Serialize(asked, ContractJson.Options)[1..]}}""", System.Text.Encoding.UTF8, "application/json"),
            Token);

        Assert.Equal(asked, (await response.Content.ReadFromJsonAsync<TrainingSummary>(ContractJson.Options, Token))!.Options);
    }

    private async Task<QueueSummary> QueueAsync() => (await silo.Http.GetFromJsonAsync<QueueSummary>("v1/queue", ContractJson.Options, Token))!;

    private Task<HttpResponseMessage> PostAsync(string json) =>
        silo.Http.PostAsync("v1/trainings", new StringContent(json, System.Text.Encoding.UTF8, "application/json"), Token);
}
