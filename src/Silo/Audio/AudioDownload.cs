using Microsoft.AspNetCore.Http.HttpResults;
using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;
using MusicGen.Grains;
using MusicGen.Grains.Sessions;
using MusicGen.Silo.Http;
using MusicGen.Storage;

namespace MusicGen.Silo.Audio;

/// <summary>Tunes as downloads of audio, rendered when they are first asked for.</summary>
internal sealed class AudioDownload(AudioRenderer renderer, IBlobStore blobs)
{
    private const int RetryAfterSeconds = 5;

    /// <param name="session">The tune's session.</param>
    /// <param name="tune">A finished tune.</param>
    /// <param name="variation">Which of its variations.</param>
    /// <param name="format">What to render it as.</param>
    /// <param name="name">Of the file.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    public async Task<Results<FileStreamHttpResult, ProblemHttpResult>> FileAsync(
        OwnedKey session, TuneSummary tune, int variation, AudioFormat format, string name, CancellationToken cancellationToken)
    {
        var key = TuneBlobs.Audio(session, tune.Number, variation, format.Name());
        var request = new AudioRequest(session.Owner, TuneBlobs.Midi(session, tune.Number, variation), key, tune.Variations[variation - 1].DurationSeconds, format);
        return await renderer.RenderAsync(request, cancellationToken) is { } problem
            ? (problem.Kind == ProblemKind.Busy ? problem with { RetryAfterSeconds = RetryAfterSeconds } : problem).ToResult()
            : await Download.FileAsync(blobs, key, format.ContentType(), name, cancellationToken);
    }
}
