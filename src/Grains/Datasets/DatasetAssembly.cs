using System.Text;
using MusicGen.Contracts.Datasets;
using MusicGen.Grains.Computing;
using MusicGen.Grains.Corpora;
using MusicGen.Music.Datasets;
using MusicGen.Music.NoteFiles;
using MusicGen.Storage;

namespace MusicGen.Grains.Datasets;

/// <summary>Makes a dataset from its recipe: note files → words → vocabulary, tokens, split → store.</summary>
internal sealed class DatasetAssembly(IBlobStore blobs, CpuPool cpu)
{
    /// <summary>Repeating is safe: the blobs are a pure function of the recipe.</summary>
    public async Task<DatasetSummary> AssembleAsync(string hash, DatasetRecipe recipe, CancellationToken cancellationToken)
    {
        var tokenizer = new Tokenizer(recipe.Tokenizer);
        var pieces = new TokenizedPiece[recipe.Files.Count];
        await Parallel.ForAsync(0, pieces.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken }, async (index, token) =>
        {
            var file = recipe.Files[index];
            var noteFile = await blobs.GetAsync(CorpusBlobs.NoteFile(recipe.FilesPrefix, file.Sha256), token)
                ?? throw new InvalidOperationException($"The note file of {file.Name} is not in the store.");
            pieces[index] = await cpu.RunAsync(_ => tokenizer.EncodeForLearning(NoteFile.Read(Encoding.UTF8.GetString(noteFile.Content.Span))), token);
        });

        var sources = recipe.Files.Zip(pieces, (file, piece) => new DatasetSource(file.Name, file.Sha256, piece.Words));
        var omitted = recipe.Files.Zip(pieces, (file, piece) => (file.Name, piece.Omission)).Where(piece => piece.Omission is not null).ToList();
        var reason = Omissions.Describe(omitted.Select(piece => (piece.Name, piece.Omission!.Value)));
        var dataset = await cpu.RunAsync(_ => DatasetBuilder.Build(sources, new HeldOutShare(recipe.HeldOutShare, recipe.HeldOutShare)), cancellationToken);
        if (dataset is null) return new DatasetSummary(hash, DatasetPhase.Failed, Reason: $"No file can be learnt from. {reason}", LeftOut: omitted.Count);
        await blobs.PutAsync(DatasetBlobs.Vocabulary(hash), dataset.Vocabulary.ToBytes(), cancellationToken: cancellationToken);
        await blobs.PutAsync(DatasetBlobs.Tokens(hash), dataset.TokensToBytes(), cancellationToken: cancellationToken);
        await blobs.PutAsync(DatasetBlobs.Index(hash), dataset.IndexToBytes(), cancellationToken: cancellationToken);
        return new DatasetSummary(
            hash, DatasetPhase.Built, dataset.Pieces.Count, dataset.Vocabulary.Size, dataset.Vocabulary.Hash,
            dataset.TokenCount(Split.Train), dataset.TokenCount(Split.Validation), dataset.TokenCount(Split.Test),
            LeftOut: omitted.Count, LeftOutReason: reason);
    }
}
