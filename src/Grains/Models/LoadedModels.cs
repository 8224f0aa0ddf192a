using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using MusicGen.Contracts.Models;
using MusicGen.Grains.Composing;
using MusicGen.Grains.Computing;
using MusicGen.Inference.Checkpoints;
using MusicGen.Inference.Decoding;
using MusicGen.Inference.Tokens;
using MusicGen.Music.Tokens;
using MusicGen.Storage;

namespace MusicGen.Grains.Models;

/// <summary>The models in this silo's memory: each loaded once and shared; beyond the memory for them the least recently used go. Safe for concurrent use.</summary>
/// <remarks>A model that had to go while somebody composes with it stays in memory for so long; whoever asks for it meanwhile gets it, not a second one.</remarks>
internal sealed class LoadedModels : IDisposable
{
    private const long BytesOfMegabyte = 1 << 20;

    /// <summary>A checkpoint is in memory twice while it is loaded.</summary>
    private const int LoadedAtOnce = 2;

    private readonly IBlobStore _blobs;
    private readonly CpuPool _cpu;
    private readonly IOptions<ComposingOptions> _options;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _loading = new(LoadedAtOnce);
    private readonly LinkedList<Kept> _recent = [];
    private readonly Dictionary<Place, WeakReference<LoadedModel>> _gone = [];

    public LoadedModels(IBlobStore blobs, CpuPool cpu, IOptions<ComposingOptions> options)
    {
        (_blobs, _cpu, _options) = (blobs, cpu, options);
        ModelMeter.Watch(this);
    }

    /// <summary>The models that are kept and their memory, without those that are being loaded.</summary>
    public (int Models, long SizeBytes) Load
    {
        get
        {
            lock (_gate) return (_recent.Count(kept => kept.Bytes > 0), _recent.Sum(kept => kept.Bytes));
        }
    }

    /// <exception cref="CheckpointFormatException">The stored weights or their words are damaged, do not fit each other, are gone or are others.</exception>
    public Task<LoadedModel> GetAsync(OwnedKey model, ModelVersion version)
    {
        var place = new Place(ModelBlobs.Folder(model, version.Number), version.Hash);
        lock (_gate)
        {
            var kept = _recent.FirstOrDefault(one => one.Place == place);
            if (kept is not null) _recent.Remove(kept);
            kept ??= Remembered(place) ?? new Kept(place);
            _recent.AddFirst(kept);
            if (kept.Bytes > 0) MakeRoom();
            return kept.Model ??= LoadAsync(kept, version);
        }
    }

    public void Dispose()
    {
        ModelMeter.Forget(this);
        _loading.Dispose();
    }

    /// <summary>A model that had to go, but is still in use.</summary>
    private Kept? Remembered(Place place) =>
        _gone.Remove(place, out var gone) && gone.TryGetTarget(out var model) ? new Kept(place) { Model = Task.FromResult(model), Bytes = model.Bytes } : null;

    private async Task<LoadedModel> LoadAsync(Kept kept, ModelVersion version)
    {
        // Off the caller's scheduler, which may be a grain's: the load belongs to everyone who waits for it.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await _loading.WaitAsync().ConfigureAwait(false);
            try
            {
                var weights = await ReadAsync($"{kept.Place.Folder}/{CheckpointFiles.Model}").ConfigureAwait(false);
                var words = await ReadAsync($"{kept.Place.Folder}/{CheckpointFiles.Vocabulary}").ConfigureAwait(false);
                var model = await _cpu.RunAsync(_ => Read(weights, words, version)).ConfigureAwait(false);
                lock (_gate)
                {
                    kept.Bytes = model.Bytes;
                    MakeRoom();
                }
                return model;
            }
            finally
            {
                _loading.Release();
            }
        }
        catch
        {
            // Whoever asks again tries again.
            lock (_gate) _recent.Remove(kept);
            throw;
        }
    }

    /// <summary>Lets the least recently used models go until the others fit, but never the most recent one.</summary>
    private void MakeRoom()
    {
        var total = _recent.Sum(kept => kept.Bytes);
        for (var node = _recent.Last; node != _recent.First && total > _options.Value.ModelMegabytes * BytesOfMegabyte;)
        {
            var (kept, before) = (node!.Value, node.Previous);
            if (kept.Bytes > 0)
            {
                total -= kept.Bytes;
                // Complete but for the very last of it, where its bytes have just been told.
                if (kept.Model is { IsCompletedSuccessfully: true, Result: var model }) _gone[kept.Place] = new WeakReference<LoadedModel>(model);
                _recent.Remove(node);
            }
            node = before;
        }
        foreach (var place in _gone.Where(gone => !gone.Value.TryGetTarget(out _)).Select(gone => gone.Key).ToList()) _gone.Remove(place);
    }

    private static LoadedModel Read(ReadOnlyMemory<byte> weights, ReadOnlyMemory<byte> words, ModelVersion version)
    {
        if (Convert.ToHexStringLower(SHA256.HashData(weights.Span)) != version.Hash) throw new CheckpointFormatException("The weights are not the ones that were published.");
        try
        {
            var (network, vocabulary) = (Decoder.Load(weights, version.Card.Shape), Vocabulary.FromBytes(words.Span));
            return vocabulary.Size == network.Shape.VocabularySize
                ? new LoadedModel(network, vocabulary, new Tokenizer(version.Card.TokenizerSettings))
                : throw new CheckpointFormatException($"The vocabulary has {vocabulary.Size} words, the network {network.Shape.VocabularySize}.");
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new CheckpointFormatException(e.Message, e);
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(string key) =>
        (await _blobs.GetAsync(key).ConfigureAwait(false) ?? throw new CheckpointFormatException($"{key} is not in the store.")).Content;

    /// <summary>Where weights lie, and which: after a model was deleted, another may have its folder.</summary>
    private readonly record struct Place(string Folder, string Hash);

    /// <summary>A model that is loaded, or is being loaded.</summary>
    private sealed class Kept(Place place)
    {
        public Place Place { get; } = place;

        public Task<LoadedModel>? Model { get; set; }

        /// <summary>0 until it is loaded.</summary>
        public long Bytes { get; set; }
    }
}
