using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;
using MusicGen.Grains.Models;

namespace MusicGen.Grains.Sessions;

/// <summary>Composes the words of tunes. Safe for concurrent use.</summary>
/// <remarks>A boundary for tests: they say what is composed, and when.</remarks>
internal interface ITuneComposer
{
    /// <summary>What the model cannot do of what the settings say, found out before the work; null: nothing.</summary>
    Task<Problem?> FindProblemAsync(LoadedModel model, TuneSettings settings);

    /// <summary>The words of one variation behind those that are there, a few at a time, to its end; composed some hundred words ahead of the reader at most.</summary>
    /// <param name="model">The model.</param>
    /// <param name="settings">The tune's, with its primer.</param>
    /// <param name="variation">1 or more. A variation is a pure function of model, settings and this number, whatever others there are.</param>
    /// <param name="already">Words that were composed before; what comes is what would have come behind them.</param>
    /// <param name="cancellationToken">Ends composing before the next word; nothing is computed any more when the enumeration has ended.</param>
    /// <exception cref="TuneRefusedException">The model cannot do what the settings say.</exception>
    /// <exception cref="ArgumentException">The words that are there are not the beginning of a tune with these settings.</exception>
    IAsyncEnumerable<IReadOnlyList<string>> ComposeAsync(
        LoadedModel model, TuneSettings settings, int variation, IReadOnlyList<string> already, CancellationToken cancellationToken);
}
