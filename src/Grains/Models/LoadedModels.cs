using MusicGen.Contracts.Models;
using MusicGen.Grains.Computing;
using MusicGen.Inference.Checkpoints;
using MusicGen.Inference.Model;
using MusicGen.Inference.Tokens;
using MusicGen.Music.Tokens;
using MusicGen.Storage;

namespace MusicGen.Grains.Models;

/// <summary>The models in this silo's memory: each loaded once, the least recently used one dropped. Safe for concurrent use.</summary>
internal sealed class LoadedModels(IBlobStore blobs, CpuPool cpu)
{
    /// <summary>A large model takes some 50 MB.</summary>
    private const int ModelsKept = 8;

    private readonly Lock _gate = new();
    private readonly LinkedList<(string Folder, Task<LoadedModel> Model)> _recent = [];

    /// <exception cref="CheckpointFormatException">The stored weights or their words are damaged, do not fit each other or are gone.</exception>
    public Task<LoadedModel> GetAsync(OwnedKey model, ModelVersion version)
    {
        var folder = ModelBlobs.Folder(model, version.Number);
        lock (_gate)
        {
            var found = _recent.FirstOrDefault(entry => entry.Folder == folder);
            if (found.Model is not null) _recent.Remove(found);
            var entry = found.Model is { IsFaulted: false, IsCanceled: false } ? found : (folder, LoadAsync(folder, version));
            _recent.AddFirst(entry);
            if (_recent.Count > ModelsKept) _recent.RemoveLast();
            return entry.Item2;
        }
    }

    private async Task<LoadedModel> LoadAsync(string folder, ModelVersion version)
    {
        // Off the caller's scheduler, which may be a grain's: the load belongs to everyone who waits for it.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var weights = await ReadAsync($"{folder}/{CheckpointFiles.Model}").ConfigureAwait(false);
        var words = await ReadAsync($"{folder}/{CheckpointFiles.Vocabulary}").ConfigureAwait(false);
        return await cpu.RunAsync(_ => Load(weights, words, version)).ConfigureAwait(false);
    }

    private static LoadedModel Load(ReadOnlyMemory<byte> weights, ReadOnlyMemory<byte> words, ModelVersion version)
    {
        try
        {
            var (network, vocabulary) = (LstmModel.Load(weights, version.Card.Shape), Vocabulary.FromBytes(words.Span));
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
        (await blobs.GetAsync(key).ConfigureAwait(false) ?? throw new CheckpointFormatException($"{key} is not in the store.")).Content;
}
