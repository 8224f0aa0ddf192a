using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;

namespace MusicGen.Grains.Sessions;

/// <summary>One user's conversation with a model. Key: <c>{owner}/{id}</c>.</summary>
/// <remarks>A tune is a pure function of model and settings: one that a crash interrupted is composed again, to the same bytes.</remarks>
[Alias("musicgen.IGenerationSessionGrain")]
public interface IGenerationSessionGrain : IGrainWithStringKey
{
    /// <summary>Creates the session with the model's current version; a session that exists is left as it is.</summary>
    [Alias("Create")]
    Task<Answer<SessionSummary>> Create(string? name, string model);

    [Alias("Get")]
    Task<Answer<SessionSummary>> Get();

    /// <summary>The General MIDI programs that the session's model has heard, 0 … 127, without drums; none where its language has no instruments.</summary>
    [Alias("GetPrograms")]
    Task<Answer<int[]>> GetPrograms();

    /// <summary>Asks for a tune; acknowledged when it will survive a crash.</summary>
    /// <param name="settings">Resolved, within their ranges.</param>
    /// <param name="request">Repeating a request of this name gives the tune of the first one; null: always a new tune.</param>
    [Alias("Compose")]
    Task<Answer<TuneSummary>> Compose(TuneSettings settings, string? request);

    [Alias("GetTune")]
    Task<Answer<TuneSummary>> GetTune(int number);

    /// <summary>A page of the tunes, from number <paramref name="from"/>.</summary>
    [Alias("GetTunes")]
    Task<Answer<Page<TuneSummary>>> GetTunes(int from, int count);

    [Alias("CancelTune")]
    Task<Answer<TuneSummary>> CancelTune(int number);

    /// <summary>A tune's words from index <paramref name="from"/>, as they come; the last event says how it ended.</summary>
    [Alias("WatchTune")]
    IAsyncEnumerable<TuneEvent> WatchTune(int number, int from, CancellationToken cancellationToken = default);

    /// <summary>Goes on with a tune that a crash interrupted. Returns soon; may be repeated at any time.</summary>
    [Alias("WakeTune")]
    Task WakeTune(int number);
}
