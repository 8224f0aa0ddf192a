using System.Text;
using System.Text.Json.Nodes;
using MusicGen.Contracts.Sessions;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Corpora;
using MusicGen.Grains.Datasets;
using MusicGen.Grains.Models;
using MusicGen.Grains.Sessions;
using MusicGen.Grains.Storage;
using MusicGen.Grains.Tests.Sessions;
using MusicGen.Grains.Training;
using MusicGen.Tests.Models;

namespace MusicGen.Grains.Tests.Upgrades;

/// <summary>Documents that earlier versions wrote, kept as they were, become grains of this one.</summary>
public sealed class EarlierStatesTests(GrainCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Version1_Corpus_IsRead()
    {
        var corpus = (await cluster.Grains.GetGrain<ICorpusGrain>(await PutAsync("corpus", "corpus")).Get()).Value!;

        Assert.Equal(("jazz", 6, 6, 18045L, 1), (corpus.Name, corpus.Files, corpus.Accepted, corpus.Notes, corpus.Ingestions));
    }

    [Fact]
    public async Task Version1_Dataset_IsRead()
    {
        var dataset = await cluster.Grains.GetGrain<IDatasetGrain>(await PutAsync("dataset", "dataset", "a-hash")).Get();

        Assert.Equal((6, 316, 51218L), (dataset.Pieces, dataset.VocabularySize, dataset.TrainTokens));
    }

    [Fact]
    public async Task Version1_Model_IsRead()
    {
        var model = (await cluster.Grains.GetGrain<IModelGrain>(await PutAsync("model", "model")).Get()).Value!;

        Assert.Equal((1, 201, 331), (model.Current.Number, model.Current.Card.Step, model.Current.Card.Shape.VocabularySize));
    }

    [Fact]
    public async Task Version1_Trainings_AreReadAndGoOn()
    {
        var succeeded = cluster.Grains.GetGrain<ITrainingSessionGrain>(await PutAsync("training-succeeded", "training"));
        var paused = cluster.Grains.GetGrain<ITrainingSessionGrain>(await PutAsync("training-paused", "training"));

        Assert.Equal((TrainingPhase.Succeeded, 201), ((await succeeded.Get()).Value!.Phase, Assert.Single((await succeeded.Get()).Value!.Checkpoints).Step));
        Assert.Equal(TrainingPhase.Paused, (await paused.Get()).Value!.Phase);
        Assert.True((await paused.Resume()).Succeeded);
        Assert.Equal(TrainingPhase.Canceled, (await paused.Cancel()).Value!.Phase);
    }

    [Fact]
    public async Task Version1_Queue_IsRead()
    {
        var pool = await PutAsync("training-pool", "training-pool", "earlier");

        var queue = await cluster.Grains.GetGrain<ITrainingQueueGrain>(pool).Get();

        Assert.Empty(queue.Waiting);
    }

    [Fact]
    public async Task Version1_Session_KeepsItsTunesAndComposesWhatWasNotFinished()
    {
        var like = await ComposingSession.CreateAsync(cluster, HandMadeModel.Score24);
        var version = JsonNode.Parse((await cluster.Store.GetAsync($"state/session/{like.Key}", Token))!.Content.Span)!["version"];
        var session = new ComposingSession(cluster, cluster.NewKey(), like.Model.Id);
        await PutAsync("session", "session", session.Key.ToString(), document =>
        {
            document["version"] = version!.DeepClone(); // the weights are not kept
            document["model"] = like.Model.Id;
        });
        foreach (var number in new[] { 1, 2 })
        {
            await WriteAsync($"{number}.mid", $"MIDI {number}");
            await WriteAsync($"{number}.notes", $"notes {number}");
            await WriteAsync($"{number}.json", """{"format":1,"modelHash":"3be6","settings":{"seed":7,"temperature":1,"topK":0,"topP":0.95,"primer":["Bar"]},"build":"0.1.0","words":["Bar","TimeSig_2/4"]}""");
        }
        await cluster.Store.PutAsync($"unfinished/tune/{session.Key}/3", ReadOnlyMemory<byte>.Empty, cancellationToken: Token);

        await session.Grain.WakeTune(3);

        var first = (await session.Grain.GetTune(1)).Value!;
        Assert.Equal((TunePhase.Succeeded, 152, 48, 0), (first.Phase, first.WordsDone, first.Notes, first.PrimerWords));
        Assert.Equal(new TuneVariation(1, 152, 0, 48, 3.22727), Assert.Single(first.Variations));
        Assert.Equal("MIDI 2", Encoding.UTF8.GetString((await session.BlobAsync(TuneBlobs.Midi, 2))!));
        Assert.Equal("notes 1", Encoding.UTF8.GetString((await session.BlobAsync(TuneBlobs.NoteFile, 1))!));
        var record = (await TuneRecord.ReadAsync(cluster.Store, session.Key, 1, 1, Token))!;
        Assert.Equal((2, 1, "Bar TimeSig_2/4"), (record.Format, record.Variation, string.Join(' ', record.Words)));
        Assert.Equal(1, (await session.Grain.FindRequested("m2rm1sjypvyz8t1aem11dn4br", "whatever it was"))?.Value?.Number);
        var third = await session.AwaitEndAsync(3);
        Assert.Equal((TunePhase.Succeeded, 200), (third.Phase, Assert.Single(third.Variations).BarsDone));
        Assert.All(await session.BlobsAsync(), blob => Assert.Matches(@"/[123]/1\.(mid|notes|json)$|/3/progress$", blob));

        async Task WriteAsync(string name, string content) =>
            await cluster.Store.PutAsync(TuneBlobs.Folder(session.Key) + name, Encoding.UTF8.GetBytes(content), cancellationToken: Token);
    }

    [Fact]
    public void Version1_TuneThatWasBegunWithAPrimer_WaitsWithIt()
    {
        var document = JsonNode.Parse(
            """
            {"tunes":[
              {"phase":"running","settings":{"primer":["C4","D4"]},"wordsDone":5,"notes":0,"durationSeconds":0},
              {"phase":"canceled","settings":{"primer":["C4"]},"wordsDone":5,"notes":0,"durationSeconds":0}
            ]}
            """)!.AsObject();

        GenerationStateSteps.ToVariations(document);

        Assert.Equal(["queued", "canceled"], document["tunes"]!.AsArray().Select(tune => (string)tune!["phase"]!));
        Assert.Equal([2, 1], document["tunes"]!.AsArray().Select(tune => (int)tune!["primerWords"]!));
        Assert.Equal([2, 0], document["tunes"]!.AsArray().Select(tune => tune!["settings"]!["primer"]!.AsArray().Count));
    }

    [Fact]
    public async Task NewerState_IsRefusedWithASentence()
    {
        var key = cluster.NewKey().ToString();
        await cluster.Store.PutAsync($"state/corpus/{key}", """{"stateVersion":99}"""u8.ToArray(), cancellationToken: Token);

        var failed = await Assert.ThrowsAsync<OrleansException>(() => cluster.Grains.GetGrain<ICorpusGrain>(key).Get());

        Assert.EndsWith("Upgrade the node.", Assert.IsType<NewerStateException>(failed.GetBaseException()).Message, StringComparison.Ordinal);
    }

    private async Task<string> PutAsync(string document, string grain, string? key = null, Action<JsonObject>? change = null)
    {
        key ??= cluster.NewKey().ToString();
        var content = JsonNode.Parse(Kept.Read($"States/1/{document}.json"))!.AsObject();
        change?.Invoke(content);
        await cluster.Store.PutAsync($"state/{grain}/{key}", Encoding.UTF8.GetBytes(content.ToJsonString()), cancellationToken: Token);
        return key;
    }
}
