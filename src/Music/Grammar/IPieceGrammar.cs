namespace MusicGen.Music.Grammar;

/// <summary>Says which tokens of Score24 may come next in one piece, so that whatever is drawn becomes a valid piece.</summary>
/// <remarks>
/// Until <see cref="IsEnded"/> draw one of <see cref="Next"/> and <see cref="Advance"/> by it. Until the end at least one id may come, and every way
/// ends. A step allocates nothing. Not safe to share between threads.
/// </remarks>
public interface IPieceGrammar
{
    /// <summary>The ids that may come next, each once, in no order; none when the piece has ended. The same memory at every step.</summary>
    ReadOnlySpan<int> Next { get; }

    /// <summary>The one of <see cref="Next"/> that is the next token of given music; −1 where there is none. It need not be live.</summary>
    int Given { get; }

    /// <summary>Whether the piece has its EOS.</summary>
    bool IsEnded { get; }

    /// <summary>Goes on by one id.</summary>
    /// <exception cref="ArgumentException">The id may not come here.</exception>
    void Advance(int id);
}
