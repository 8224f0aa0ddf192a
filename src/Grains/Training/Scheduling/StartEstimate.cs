namespace MusicGen.Grains.Training.Scheduling;

/// <summary>When a waiting session's turn comes, if nothing new arrives.</summary>
/// <param name="Session">The session.</param>
/// <param name="StartsAt">Null: nobody can say, since no slot is known to fall free for it.</param>
internal readonly record struct StartEstimate(QueuedSession Session, DateTimeOffset? StartsAt);
