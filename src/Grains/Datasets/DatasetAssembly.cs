using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Datasets;
using MusicGen.Grains.Computing;
using MusicGen.Grains.Corpora;
using MusicGen.Inference.Tokens;
using MusicGen.Music.Datasets;
using MusicGen.Music.NoteFiles;
using MusicGen.Storage;

namespace MusicGen.Grains.Datasets;

/// <summary>Makes a dataset from its recipe: note files → words → vocabulary, tokens, split → store.</summary>
internal sealed class DatasetAssembly(IBlobStore blobs, CpuPool cpu)
{
    /// <summary>Note files that are fetched at once: a store behind a network answers many requests in the time of one.</summary>
    private const int ReadsAtOnce = 16;

    /// <summary>Larger datasets fail.</summary>
    public long MaxTokens { get; init; } = DatasetBuilder.MaxTokens;

    /// <summary>Repeating is safe: the blobs are a pure function of the recipe.</summary>
    public async Task<DatasetSummary> AssembleAsync(string hash, DatasetRecipe recipe, CancellationToken cancellationToken)
    {
        var tokenizer = new Tokenizer(recipe.Tokenizer);
        if (await blobs.GetAsync(CorpusBlobs.Frozen(recipe.FilesPrefix, recipe.Files), cancellationToken) is not { } list) return Failed(hash, "The corpus is gone.");
        var files = JsonSerializer.Deserialize<FrozenFile[]>(list.Content.Span, ContractJson.Options)!;
        var (pieces, tokens) = (new TokenizedPiece?[files.Length], 0L);
        await Parallel.ForAsync(0, pieces.Length, new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellationToken }, async (index, token) =>
        {
            // The rest would only fill the memory.
            if (Interlocked.Read(ref tokens) > MaxTokens) return;
            var file = files[index];
            await using var noteFile = await blobs.OpenAsync(CorpusBlobs.Page(recipe.FilesPrefix, file.Page), file.Offset, file.Length, token);
            if (noteFile is null) return;
            var text = new byte[file.Length];
            await noteFile.ReadExactlyAsync(text, token);
            var piece = await cpu.RunAsync(_ => tokenizer.EncodeForLearning(NoteFile.ReadUtf8(text)), token);
            Interlocked.Add(ref tokens, piece.Words.Count);
            pieces[index] = piece;
        });

        if (tokens > MaxTokens) return Failed(hash, $"The corpus has more than {MaxTokens:N0} tokens, the most that a dataset can have: divide its files among several corpora.");
        if (pieces.Contains(null)) return Failed(hash, "The corpus is gone.");
        var sources = files.Zip(pieces, (file, piece) => new DatasetSource(file.Name, file.Sha256, piece!.Words, file.Group));
        var omitted = files.Zip(pieces, (file, piece) => (file.Name, piece!.Omission)).Where(piece => piece.Omission is not null).ToList();
        var reason = Omissions.Describe(omitted.Select(piece => (piece.Name, piece.Omission!.Value)));
        var dataset = await cpu.RunAsync(_ => DatasetBuilder.Build(sources, new HeldOutShare(recipe.HeldOutShare, recipe.HeldOutShare)), cancellationToken);
        if (dataset is null) return Failed(hash, $"No file can be learnt from. {reason}") with { LeftOut = omitted.Count };
        await blobs.PutAsync(DatasetBlobs.Vocabulary(hash), dataset.Vocabulary.ToBytes(), cancellationToken: cancellationToken);
        await blobs.PutAsync(DatasetBlobs.Tokens(hash), dataset.TokensToBytes(), cancellationToken: cancellationToken);
        await blobs.PutAsync(DatasetBlobs.Index(hash), dataset.IndexToBytes(), cancellationToken: cancellationToken);
        return new DatasetSummary(
            hash, DatasetPhase.Built, dataset.Pieces.Count, dataset.Vocabulary.Size, dataset.Vocabulary.Hash,
            dataset.TokenCount(Split.Train), dataset.TokenCount(Split.Validation), dataset.TokenCount(Split.Test),
            LeftOut: omitted.Count, LeftOutReason: reason);
    }

    private static DatasetSummary Failed(string hash, string reason) => new(hash, DatasetPhase.Failed, Reason: reason);
}
