using System.Text;
using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Datasets;
using MusicGen.Grains.Computing;
using MusicGen.Grains.Corpora;
using MusicGen.Music.Datasets;
using MusicGen.Music.NoteFiles;
using MusicGen.Music.Tokens;
using MusicGen.Storage;

namespace MusicGen.Grains.Datasets;

/// <summary>Makes a dataset from its recipe: note files → words → vocabulary, tokens, split → store.</summary>
internal sealed class DatasetAssembly(IBlobStore blobs, CpuPool cpu)
{
    /// <summary>Repeating is safe: the blobs are a pure function of the recipe.</summary>
    public async Task<DatasetSummary> AssembleAsync(string hash, DatasetRecipe recipe, CancellationToken cancellationToken)
    {
        var tokenizer = TokenizerOptions.Of(recipe.Tokenizer);
        if (await blobs.GetAsync(CorpusBlobs.Frozen(recipe.FilesPrefix, recipe.Files), cancellationToken) is not { } list) return Failed(hash, "The corpus is gone.");
        var files = JsonSerializer.Deserialize<FrozenFile[]>(list.Content.Span, ContractJson.Options)!;
        var pieces = new DatasetSource?[files.Length];
        await Parallel.ForAsync(0, pieces.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken }, async (index, token) =>
        {
            var file = files[index];
            await using var noteFile = await blobs.OpenAsync(CorpusBlobs.Page(recipe.FilesPrefix, file.Page), file.Offset, file.Length, token);
            if (noteFile is null) return;
            var text = new byte[file.Length];
            await noteFile.ReadExactlyAsync(text, token);
            var words = await cpu.RunAsync(_ => NoteNames.Encode(NoteFile.Read(Encoding.UTF8.GetString(text)), tokenizer), token);
            pieces[index] = new DatasetSource(file.Name, file.Sha256, words, file.Group);
        });

        if (pieces.Contains(null)) return Failed(hash, "The corpus is gone.");
        var dataset = await cpu.RunAsync(_ => DatasetBuilder.Build(pieces!, new HeldOutShare(recipe.HeldOutShare, recipe.HeldOutShare)), cancellationToken);
        if (dataset is null) return Failed(hash, "No file has a pitched note: note names cannot be learnt from drums alone.");
        await blobs.PutAsync(DatasetBlobs.Vocabulary(hash), dataset.Vocabulary.ToBytes(), cancellationToken: cancellationToken);
        await blobs.PutAsync(DatasetBlobs.Tokens(hash), dataset.TokensToBytes(), cancellationToken: cancellationToken);
        await blobs.PutAsync(DatasetBlobs.Index(hash), dataset.IndexToBytes(), cancellationToken: cancellationToken);
        return new DatasetSummary(
            hash, DatasetPhase.Built, dataset.Pieces.Count, dataset.Vocabulary.Size, dataset.Vocabulary.Hash,
            dataset.TokenCount(Split.Train), dataset.TokenCount(Split.Validation), dataset.TokenCount(Split.Test));
    }

    private static DatasetSummary Failed(string hash, string reason) => new(hash, DatasetPhase.Failed, Reason: reason);
}
