using MusicGen.Contracts.Training;
using MusicGen.Learning.Training;
using MusicGen.Music.Datasets;

namespace MusicGen.Trainer.Blobs;

/// <summary>A dataset in the store.</summary>
internal static class DatasetBlobs
{
    /// <exception cref="TrainingFailedException">It is missing or damaged.</exception>
    public static Dataset Load(LeasedStore store, string hash)
    {
        ReadOnlyMemory<byte> Content(string name) =>
            store.Get($"datasets/{hash}/{name}")
            ?? throw new TrainingFailedException(FailureCode.DataInvalid, $"The dataset {hash} has no {name} in the store.");

        try
        {
            return Dataset.FromBytes(Content("vocabulary").Span, Content("tokens").Span, Content("index").Span);
        }
        catch (FormatException e)
        {
            throw new TrainingFailedException(FailureCode.DataInvalid, $"The dataset {hash} is damaged. {e.Message}");
        }
    }
}
