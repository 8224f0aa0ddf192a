namespace MusicGen.Inference.Tokens;

/// <summary>Why a piece is left out of a dataset.</summary>
public enum OmissionReason
{
    /// <summary>It has drums at most, which the language has no words for.</summary>
    NoPitchedNote,

    /// <summary>It has no note that the language tells.</summary>
    NoNote,

    /// <summary>Its notes do not keep to the beats that the file counts, so its bars would mean nothing.</summary>
    NoBeatGrid,

    /// <summary>A note lies so far out that it has more bars than any music.</summary>
    TooManyBars,

    /// <summary>Its notes are held over so many bars that telling them in each gives too many words.</summary>
    TooManyWords,
}
