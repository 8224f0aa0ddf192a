using System.Net;
using System.Net.Http.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Corpora;
using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Training;
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
    [InlineData("events")]
    public async Task AnyPart_OfNoTraining_IsNotFound(string part)
    {
        using var response = await silo.Http.GetAsync($"v1/trainings/nothing/{part}", Token);

        await Refusal.AssertAsync(response, HttpStatusCode.NotFound, "training-not-found");
    }

    [Fact]
    public async Task Metrics_OfATraining_AreJsonOrCsv()
    {
        var training = await silo.TrainedAsync();

        var json = await silo.Http.GetFromJsonAsync<EpochLosses[]>($"v1/trainings/{training.Id}/metrics", ContractJson.Options, Token);
        using var csv = await silo.Http.GetAsync($"v1/trainings/{training.Id}/metrics?format=csv", Token);
        using var other = await silo.Http.GetAsync($"v1/trainings/{training.Id}/metrics?format=xml", Token);

        Assert.Equal([new EpochLosses(1, 1, Train: 2.5, HeldOut: 2, Seconds: 0.25)], json!);
        Assert.Equal("text/csv", csv.Content.Headers.ContentType?.MediaType);
        Assert.Equal("epoch,step,train_nats,held_out_nats,seconds\n1,1,2.5,2,0.250\n", await csv.Content.ReadAsStringAsync(Token));
        await Refusal.AssertAsync(other, HttpStatusCode.UnprocessableEntity, "format-unknown", "format");
    }

    [Fact]
    public async Task Checkpoints_OfATraining_AreListed()
    {
        var training = await silo.TrainedAsync();

        var checkpoints = await silo.Http.GetFromJsonAsync<CheckpointSummary[]>(
            $"v1/trainings/{training.Id}/checkpoints",
            ContractJson.Options,
            Token);

        Assert.Equal("00000001-001", Assert.Single(checkpoints!).Name);
    }

    private async Task<QueueSummary> QueueAsync() => (await silo.Http.GetFromJsonAsync<QueueSummary>("v1/queue", ContractJson.Options, Token))!;

    private Task<HttpResponseMessage> PostAsync(string json) =>
        silo.Http.PostAsync("v1/trainings", new StringContent(json, System.Text.Encoding.UTF8, "application/json"), Token);
}
