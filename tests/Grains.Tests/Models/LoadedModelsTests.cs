using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Models;
using MusicGen.Grains.Composing;
using MusicGen.Grains.Computing;
using MusicGen.Grains.Models;
using MusicGen.Inference.Checkpoints;
using MusicGen.Music.Tokens;
using MusicGen.Storage.Local;
using MusicGen.Tests.Models;

namespace MusicGen.Grains.Tests.Models;

public sealed class LoadedModelsTests : IDisposable
{
    // Wide enough that two of them are more than a megabyte, and one is less.
    private static readonly HandMadeModel Model = new(new TokenizerSettings(TokenizerKind.NoteNames).Resolved(), Vocabulary.Of(["C4", "D4"]), hidden: 256);

    private readonly TestFolder _folder = new();
    private readonly CpuPool _cpu = new();
    private readonly LocalBlobStore _store;
    private readonly LoadedModels _models;

    public LoadedModelsTests()
    {
        _store = new LocalBlobStore(_folder.Path);
        _models = new LoadedModels(_store, _cpu, Options.Create(new ComposingOptions { ModelMegabytes = 1 }));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _models.Dispose();
        _cpu.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Get_OfManyAtOnce_LoadsTheModelOnce()
    {
        var version = await PutAsync("a");

        var loaded = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _models.GetAsync(Key("a"), version)));

        Assert.All(loaded, model => Assert.Same(loaded[0], model));
        Assert.InRange(loaded[0].Bytes, 600_000, 1_000_000);
    }

    [Fact]
    public async Task Get_BeyondTheMemory_LetsTheLeastRecentGoAndFindsItAgainWhileItIsInUse()
    {
        var (a, b) = (await PutAsync("a"), await PutAsync("b"));
        var inUse = await _models.GetAsync(Key("a"), a);
        await _models.GetAsync(Key("b"), b);

        Assert.Same(inUse, await _models.GetAsync(Key("a"), a));
        GC.KeepAlive(inUse);
    }

    [Fact]
    public async Task Get_BeyondTheMemory_FreesWhatNobodyUses()
    {
        var (a, b) = (await PutAsync("a"), await PutAsync("b"));
        var first = await LoadAndForgetAsync(a);
        await _models.GetAsync(Key("b"), b);

        GC.Collect();

        Assert.False(first.TryGetTarget(out _));
        Assert.NotNull(await _models.GetAsync(Key("a"), a));
    }

    [Fact]
    public async Task Get_AfterAFailure_TriesAgain()
    {
        var version = await PutAsync("a");
        await _store.DeleteAsync($"{ModelBlobs.Folder(Key("a"), 1)}/{CheckpointFiles.Model}", cancellationToken: Token);
        await Assert.ThrowsAsync<CheckpointFormatException>(() => _models.GetAsync(Key("a"), version));

        await PutAsync("a");

        Assert.NotNull(await _models.GetAsync(Key("a"), version));
    }

    [Fact]
    public async Task Get_WeightsThatAreNotTheVersions_AreRefused()
    {
        var version = await PutAsync("a");
        await _models.GetAsync(Key("a"), version);

        var refused = await Assert.ThrowsAsync<CheckpointFormatException>(() => _models.GetAsync(Key("a"), version with { Hash = "another" }));

        Assert.Equal("The weights are not the ones that were published.", refused.Message);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference<LoadedModel>> LoadAndForgetAsync(ModelVersion version) => new(await _models.GetAsync(Key("a"), version));

    private static OwnedKey Key(string model) => new("someone", model);

    private async Task<ModelVersion> PutAsync(string model)
    {
        var weights = Model.Weights();
        await _store.PutAsync($"{ModelBlobs.Folder(Key(model), 1)}/{CheckpointFiles.Model}", weights, cancellationToken: Token);
        await _store.PutAsync($"{ModelBlobs.Folder(Key(model), 1)}/{CheckpointFiles.Vocabulary}", Model.Words.ToBytes(), cancellationToken: Token);
        return new ModelVersion(1, "t1", "c1", Convert.ToHexStringLower(SHA256.HashData(weights)), 0, Model.Card(HandMadeModel.Checkpoint(1)), default);
    }
}
