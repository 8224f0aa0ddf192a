namespace MusicGen.Bench.Serve;

/// <summary>What so many sessions got over HTTP.</summary>
/// <param name="Sessions">How many composed at once, one tune each.</param>
/// <param name="EngineWordsPerSecond">What the engine alone composed, of as many tunes at once.</param>
/// <param name="WordsPerSecond">What arrived over HTTP.</param>
/// <param name="FirstBars">Tunes whose first bar arrived before the end.</param>
/// <param name="FirstBarMedianMilliseconds">From the request to that; null where none did.</param>
/// <param name="FirstBarP95Milliseconds">Likewise, what 95 of 100 did not exceed.</param>
/// <param name="WordsATune">Mean of the tunes that ended; null where none did.</param>
/// <param name="Fairness">Jain's index over the words of the sessions.</param>
/// <param name="LeastWords">Of a session.</param>
/// <param name="MostWords">Of a session.</param>
/// <param name="IdleBytes">Memory of the service that has composed, and composes nothing.</param>
/// <param name="ServiceBytes">Its memory under this load.</param>
/// <param name="EngineMicrosecondsAWord">Processor time of a word with the engine alone.</param>
/// <param name="ServiceMicrosecondsAWord">Processor time of the service.</param>
/// <param name="ClientMicrosecondsAWord">Processor time of the clients, which share the cores with it.</param>
/// <param name="Refused">Requests that were sent again because there was no place.</param>
internal sealed record LoadFigure(
    int Sessions, double EngineWordsPerSecond, double WordsPerSecond, int FirstBars, double? FirstBarMedianMilliseconds, double? FirstBarP95Milliseconds, double? WordsATune,
    double Fairness, long LeastWords, long MostWords, long IdleBytes, long ServiceBytes,
    double EngineMicrosecondsAWord, double ServiceMicrosecondsAWord, double ClientMicrosecondsAWord, int Refused)
{
    /// <summary>Of the engine's speed, clients included.</summary>
    public double Share => WordsPerSecond / EngineWordsPerSecond;

    /// <summary>Of the service's processor time, what the engine alone would take: the share of clients on another machine.</summary>
    public double ShareOfProcessorTime => EngineMicrosecondsAWord / ServiceMicrosecondsAWord;

    /// <summary>The same figure beside what the engine alone did with as many tunes.</summary>
    public LoadFigure Beside(Window engine) => this with { EngineWordsPerSecond = engine.WordsPerSecond, EngineMicrosecondsAWord = engine.OwnMicrosecondsAWord };

    /// <summary>Memory that a session takes.</summary>
    public double BytesASession => (double)(ServiceBytes - IdleBytes) / Sessions;
}
