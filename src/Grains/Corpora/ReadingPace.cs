using MusicGen.Contracts.Corpora;

namespace MusicGen.Grains.Corpora;

/// <summary>How fast an upload is read, as seen since this activation began to.</summary>
internal sealed class ReadingPace(TimeProvider clock)
{
    private int _ingestion;
    private int _doneAtStart;
    private long _startedAt;

    /// <summary>Notes that an upload is being read.</summary>
    public void Begin(OpenUpload upload)
    {
        if (_ingestion == upload.Number) return;
        (_ingestion, _doneAtStart, _startedAt) = (upload.Number, upload.Files.Files, clock.GetTimestamp());
    }

    /// <summary>A running upload's summary, with rate and rest where they are known.</summary>
    public IngestionSummary Complete(IngestionSummary summary)
    {
        var done = summary.Done - _doneAtStart;
        var seconds = clock.GetElapsedTime(_startedAt).TotalSeconds;
        if (summary.Number != _ingestion || done <= 0 || seconds <= 0) return summary;
        return summary with { FilesPerSecond = Math.Round(done / seconds, 1), SecondsLeft = Math.Round((summary.Files - summary.Done) * seconds / done, 1) };
    }
}
