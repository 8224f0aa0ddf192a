using System.Text;
using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;
using MusicGen.Grains.Models;
using MusicGen.Grains.Sessions;
using MusicGen.Grains.Tests.Training;
using MusicGen.Inference.Composing;
using MusicGen.Inference.Sampling;
using MusicGen.Music.Midi;
using MusicGen.Music.NoteFiles;
using MusicGen.Tests.Models;

namespace MusicGen.Grains.Tests.Sessions;

public sealed class GenerationSessionGrainTests(GrainCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnyMember_BeforeCreate_SaysThatThereIsNoSession()
    {
        var session = cluster.Grains.GetGrain<IGenerationSessionGrain>(cluster.NewKey().ToString());

        Assert.Equal("session-not-found", (await session.Get()).Problem?.Code);
        Assert.Equal("session-not-found", (await session.Compose(ComposingSession.Short, null)).Problem?.Code);
        Assert.Equal("session-not-found", (await session.GetTune(1)).Problem?.Code);
        Assert.Equal("session-not-found", (await session.GetTunes(1, 1)).Problem?.Code);
        Assert.Equal("session-not-found", (await session.CancelTune(1)).Problem?.Code);
        Assert.Empty(await session.WatchTune(1, 0, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Create_UnknownModel_IsRefusedNamingTheField()
    {
        var session = cluster.Grains.GetGrain<IGenerationSessionGrain>(cluster.NewKey().ToString());

        Assert.Equal(
            new Problem(ProblemKind.NotFound, "model-not-found", "There is no model 'nothing'.", "model"),
            (await session.Create(null, "nothing")).Problem);
    }

    [Fact]
    public async Task Create_ModelThatGetsANewVersionLater_KeepsItsOwn()
    {
        var training = await PlayedTraining.RunningAsync(cluster);
        await training.CheckpointAsync(1, step: 1);
        var model = cluster.Grains.GetGrain<IModelGrain>(new OwnedKey(training.Key.Owner, training.Key.Id).ToString());
        await model.Publish(training.Key.Id, null);
        var old = await ComposingSession.CreateAsync(cluster, training.Key);
        await training.CheckpointAsync(1, step: 2);
        await model.Publish(training.Key.Id, "00000002-001");

        var young = await ComposingSession.CreateAsync(cluster, training.Key);

        Assert.Equal(1, (await old.Grain.Create("again", training.Key.Id)).Value?.ModelVersion);
        Assert.Equal(2, (await young.Grain.Get()).Value?.ModelVersion);
        Assert.NotEqual((await old.ComposeAsync(ComposingSession.Short)).ModelHash, (await young.ComposeAsync(ComposingSession.Short)).ModelHash);
    }

    [Fact]
    public async Task Compose_Settings_GivesTheWordsOfModelAndSeed()
    {
        var session = await ComposingSession.CreateAsync(cluster);
        var settings = ComposingSession.Short with { Primer = ["C4", "0.4.7"], TopK = 5 };

        var asked = await session.ComposeAsync(settings);
        var tune = await session.AwaitEndAsync(1);

        Assert.Equal((1, settings.Words, settings.Seed), (asked.Number, asked.Settings.Words, asked.Settings.Seed));
        Assert.Equal((TunePhase.Succeeded, 40), (tune.Phase, tune.WordsDone));
        var vocabulary = HandMadeModel.NoteNames.Words;
        var expected = Composer.Compose(
            Inference.Decoding.Decoder.Load(HandMadeModel.NoteNames.Weights(1), HandMadeModel.NoteNames.Shape),
            new TuneDraft(new NoteNamesRules(vocabulary, 40), [vocabulary.IdOf("C4"), vocabulary.IdOf("0.4.7")], new SamplingOptions(1.2, 5, 0.95), seed: 7)).Select(id => vocabulary.Words[id]);
        Assert.Equal(expected, await session.WordsAsync(1));
    }

    [Fact]
    public async Task Compose_Bars_GivesTheSameBytesInEverySession()
    {
        var one = await ComposingSession.CreateAsync(cluster, HandMadeModel.Score24);
        var other = await ComposingSession.CreateAsync(cluster, one.Model);
        foreach (var session in new[] { one, other })
        {
            await session.ComposeAsync(ComposingSession.Bars);
            Assert.Equal(TunePhase.Succeeded, (await session.AwaitEndAsync(1)).Phase);
        }

        Assert.Equal(await one.BlobAsync(TuneBlobs.Midi, 1), await other.BlobAsync(TuneBlobs.Midi, 1));
        Assert.Equal(await one.WordsAsync(1), await other.WordsAsync(1));
        Assert.Equal(4, (await one.WordsAsync(1)).Count(word => word == "Bar"));
    }

    [Fact]
    public async Task Compose_BarsThatNothingCanFill_AreRefusedBeforeAnyWork()
    {
        var session = await ComposingSession.CreateAsync(cluster, HandMadeModel.Score24);
        var constraints = new TuneConstraints(4, ["piano"], LowestPitch: 100);

        var refused = (await session.Grain.Compose(ComposingSession.Bars with { Constraints = constraints }, null)).Problem;

        Assert.Equal((ProblemKind.Invalid, "constraints-unsatisfiable", "lowestPitch"), (refused?.Kind, refused?.Code, refused?.Field));
        Assert.Equal(0, (await session.Grain.Get()).Value?.Tunes);
    }

    [Fact]
    public async Task Compose_BarsThatAreCanceled_LeaveNothing()
    {
        var session = await ComposingSession.CreateAsync(cluster, HandMadeModel.Score24);
        await session.ComposeAsync(ComposingSession.Bars with { Constraints = new TuneConstraints(Bars: 900) });
        Assert.NotEmpty((await session.Grain.WatchTune(1, 0, Token).FirstAsync(Token)).Words);

        var canceled = await session.Grain.CancelTune(1);

        Assert.Equal(TunePhase.Canceled, canceled.Value?.Phase);
        Assert.Null(await session.BlobAsync(TuneBlobs.Midi, 1));
    }

    [Fact]
    public async Task Compose_Finished_LeavesMidiNotesAndRecord()
    {
        var session = await ComposingSession.CreateAsync(cluster);
        await session.ComposeAsync(ComposingSession.Short with { Primer = ["C4"], TempoQpm = 90 });

        var tune = await session.AwaitEndAsync(1);

        var score = MidiReader.Read(await session.BlobAsync(TuneBlobs.Midi, 1)).Score;
        Assert.Equal((tune.Notes, tune.DurationSeconds), (score.NoteCount, score.Duration.TotalSeconds));
        Assert.Equal(41 * 60 / 90.0 / 2, tune.DurationSeconds, tolerance: 0.001); // every word lasts an eighth
        Assert.Equal(score.NoteCount, NoteFile.Read(Encoding.UTF8.GetString((await session.BlobAsync(TuneBlobs.NoteFile, 1))!)).NoteCount);
        var record = JsonSerializer.Deserialize<TuneRecord>(await session.BlobAsync(TuneBlobs.Record, 1), ContractJson.Options)!;
        Assert.Equal((2, tune.ModelHash, 90.0), (record.Format, record.ModelHash, record.Settings.TempoQpm));
        Assert.Equal(["C4", .. await session.WordsAsync(1)], record.Words);
        await session.AwaitTidyAsync(1);
    }

    [Fact]
    public async Task Compose_SameSettings_GiveTheSameBytesInEverySession()
    {
        var one = await ComposingSession.CreateAsync(cluster);
        var other = await ComposingSession.CreateAsync(cluster, one.Model);
        foreach (var session in new[] { one, other })
        {
            await session.ComposeAsync(ComposingSession.Short);
            await session.AwaitEndAsync(1);
        }
        await other.ComposeAsync(ComposingSession.Short with { Seed = 8 });
        await other.AwaitEndAsync(2);

        Assert.Equal(await one.BlobAsync(TuneBlobs.Midi, 1), await other.BlobAsync(TuneBlobs.Midi, 1));
        Assert.NotEqual(await one.BlobAsync(TuneBlobs.Midi, 1), await other.BlobAsync(TuneBlobs.Midi, 2));
    }

    [Fact]
    public async Task Compose_NamedRequestAgain_IsTheTuneOfTheFirst()
    {
        var session = await ComposingSession.CreateAsync(cluster);
        var first = await session.ComposeAsync(ComposingSession.Short, "r1");

        var again = await session.ComposeAsync(ComposingSession.Short with { Seed = 99 }, "r1");
        var other = await session.ComposeAsync(ComposingSession.Short, "r2");

        Assert.Equal((1, 7, 2), (again.Number, again.Settings.Seed, other.Number));
        Assert.Equal(first.CreatedAt, again.CreatedAt);
        Assert.Equal(2, (await session.Grain.Get()).Value?.Tunes);
    }

    [Fact]
    public async Task Compose_PrimerOutsideTheVocabulary_IsRefusedNamingTheWords()
    {
        var session = await ComposingSession.CreateAsync(cluster);

        var refused = await session.Grain.Compose(ComposingSession.Short with { Primer = ["C4", "C9", "1.2", "C9"] }, null);

        Assert.Equal(
            new Problem(ProblemKind.Invalid, "primer-outside-vocabulary", "The model has never heard C9, 1.2: leave them out of the primer.", "primer"),
            refused.Problem);
        Assert.Equal(0, (await session.Grain.Get()).Value?.Tunes);
    }

    [Fact]
    public async Task Compose_MoreThanSixteenUnfinished_IsRefusedUntilOneEnds()
    {
        var session = await ComposingSession.CreateAsync(cluster);
        for (var i = 0; i < 16; i++) await session.ComposeAsync(ComposingSession.Long);

        var refused = (await session.Grain.Compose(ComposingSession.Short, null)).Problem!;
        Assert.Equal((ProblemKind.TooMany, "session-busy"), (refused.Kind, refused.Code));

        await session.Grain.CancelTune(16);
        Assert.Equal(17, (await session.ComposeAsync(ComposingSession.Short)).Number);
        foreach (var number in Enumerable.Range(1, 15)) await session.Grain.CancelTune(number);
        Assert.Equal(TunePhase.Succeeded, (await session.AwaitEndAsync(17)).Phase);
    }

    [Fact]
    public async Task CancelTune_RunningAndWaiting_EndsBothAndTheNextGoesOn()
    {
        var session = await ComposingSession.CreateAsync(cluster);
        await session.ComposeAsync(ComposingSession.Long);
        await session.ComposeAsync(ComposingSession.Long);
        await session.ComposeAsync(ComposingSession.Short);
        await using var words = session.Grain.WatchTune(1, 0, Token).GetAsyncEnumerator(Token);
        Assert.True(await words.MoveNextAsync());
        Assert.Equal(TunePhase.Running, (await session.Grain.GetTune(1)).Value?.Phase);

        Assert.Equal(TunePhase.Canceled, (await session.Grain.CancelTune(2)).Value?.Phase);
        Assert.Equal(TunePhase.Canceled, (await session.Grain.CancelTune(1)).Value?.Phase);
        Assert.Equal(TunePhase.Canceled, (await session.Grain.CancelTune(1)).Value?.Phase);

        Assert.Equal(TunePhase.Succeeded, (await session.AwaitEndAsync(3)).Phase);
        Assert.Equal("tune-ended", (await session.Grain.CancelTune(3)).Problem?.Code);
        Assert.Equal("tune-not-found", (await session.Grain.CancelTune(4)).Problem?.Code);
        Assert.Null(await session.BlobAsync(TuneBlobs.Midi, 1));
        Assert.False(await session.IsMarkedAsync(1));
        var last = words.Current;
        while (await words.MoveNextAsync()) last = words.Current;
        Assert.Equal(TunePhase.Canceled, last.Phase);
    }

    [Fact]
    public async Task GetTunes_MoreThanAPage_GoesOnAtTheCursor()
    {
        var session = await ComposingSession.CreateAsync(cluster);
        for (var i = 0; i < 3; i++) await session.ComposeAsync(ComposingSession.Short with { Words = 1 });

        var first = (await session.Grain.GetTunes(1, 2)).Value!;
        var last = (await session.Grain.GetTunes(3, 2)).Value!;

        Assert.Equal([1, 2], first.Items.Select(tune => tune.Number));
        Assert.Equal("3", first.Next);
        Assert.Equal([3], last.Items.Select(tune => tune.Number));
        Assert.Null(last.Next);
        Assert.Empty((await session.Grain.GetTunes(int.MaxValue, int.MaxValue)).Value!.Items);
    }

    [Fact]
    public async Task WakeTune_EndedOrUnknown_ClearsTheMark()
    {
        var session = await ComposingSession.CreateAsync(cluster);
        await session.ComposeAsync(ComposingSession.Short);
        await session.AwaitEndAsync(1);
        foreach (var number in new[] { 1, 2 })
        {
            await cluster.Store.PutAsync($"unfinished/tune/{session.Key}/{number}", ReadOnlyMemory<byte>.Empty, cancellationToken: Token);

            await session.Grain.WakeTune(number);

            Assert.False(await session.IsMarkedAsync(number));
        }
    }
}
