using MusicGen.Contracts;
using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Sessions;
using Orleans.CodeGeneration;

namespace MusicGen.Grains.Sessions;

/// <summary>One user's conversation with a model. Key: <c>{owner}/{id}</c>.</summary>
/// <remarks>
/// Its tunes are composed one after the other, the variations of a tune side by side. A variation is a pure function of model and settings: one that a crash
/// interrupted goes on from what was saved of it, to the same bytes.
/// </remarks>
[Alias("musicgen.IGenerationSessionGrain"), Version(1)]
public interface IGenerationSessionGrain : IGrainWithStringKey
{
    /// <summary>Creates the session with the model's current version; a session that exists is left as it is.</summary>
    [Alias("Create")]
    Task<Answer<SessionSummary>> Create(string? name, string model);

    [Alias("Get")]
    Task<Answer<SessionSummary>> Get();

    /// <summary>Deletes the session and its tunes for good: it is gone for everyone at once, and its blobs soon, also after a crash. What runs is canceled.</summary>
    /// <returns>Null, or that there is none.</returns>
    [Alias("Delete")]
    Task<Problem?> Delete();

    /// <summary>The language that its tunes are in, also after the model was deleted.</summary>
    [Alias("GetTokenizer")]
    Task<Answer<TokenizerSettings>> GetTokenizer();

    /// <summary>The General MIDI programs that the session's model has heard, 0 … 127, without drums; none where its language has no instruments.</summary>
    [Alias("GetPrograms")]
    Task<Answer<int[]>> GetPrograms();

    /// <summary>The tune that a named request became, or that the name was sent with another content; null: nobody has sent it.</summary>
    [Alias("FindRequested")]
    Task<Answer<TuneSummary>?> FindRequested(string request, string content);

    /// <summary>Asks for a tune; acknowledged when it will survive a crash.</summary>
    /// <param name="settings">Resolved, within their ranges, with the primer.</param>
    /// <param name="request">Repeating a request of this name gives the tune of the first one; null: always a new tune.</param>
    /// <param name="content">What was asked for, as a hash: the same name with another one is refused.</param>
    [Alias("Compose")]
    Task<Answer<TuneSummary>> Compose(TuneSettings settings, string? request, string? content = null);

    [Alias("GetTune")]
    Task<Answer<TuneSummary>> GetTune(int number);

    /// <summary>A page of the tunes, from number <paramref name="from"/>.</summary>
    [Alias("GetTunes")]
    Task<Answer<Page<TuneSummary>>> GetTunes(int from, int count);

    /// <summary>Ends a tune; when it answers, nothing is composed any more and nothing of the tune is in the store, but what a write that hangs may leave until it ends. Repeating is safe.</summary>
    [Alias("CancelTune")]
    Task<Answer<TuneSummary>> CancelTune(int number);

    /// <summary>Deletes the files of a tune that has ended; its number stays taken. Repeating is safe.</summary>
    [Alias("DeleteTune")]
    Task<Answer<TuneSummary>> DeleteTune(int number);

    /// <summary>A tune's events from sequence number <paramref name="from"/>, as they come; the last one says how it ended.</summary>
    /// <remarks>
    /// Resuming behind any event gives what comes behind it, on any silo, without gap or repeat. A tune that did not succeed has no words any more; it has
    /// its last event for everyone who comes, with its one number, or <paramref name="from"/> for who saw more before a crash. Beyond the last event of one
    /// that succeeded there is nothing.
    /// </remarks>
    [Alias("WatchTune")]
    IAsyncEnumerable<TuneEvent> WatchTune(int number, long from, CancellationToken cancellationToken = default);

    /// <summary>Goes on with what a crash interrupted. Returns soon; may be repeated at any time.</summary>
    /// <param name="number">A tune; 0: the removal of the session.</param>
    [Alias("WakeTune")]
    Task WakeTune(int number);
}
