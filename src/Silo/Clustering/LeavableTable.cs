namespace MusicGen.Silo.Clustering;

/// <summary>The table of members as Orleans is given it: the one in Redis, but a silo that stops while Redis is gone may go.</summary>
/// <remarks>
/// Orleans tells the table three times that a silo leaves, and tries that again and again, the last two times for a minute each, however little time the process has for its stop. Nothing is
/// lost without: the others notice the end of the silo as they notice any death, as soon as Redis is back. So the first call that fails while the process stops is the last one, and Orleans
/// hears that it was understood.
/// </remarks>
internal sealed partial class LeavableTable(IMembershipTable redis, ILocalSiloDetails silo, IHostApplicationLifetime lifetime, ILogger<LeavableTable> log) : IMembershipTable
{
    private volatile MembershipTableData? _last;
    private volatile bool _isGone;

    public async Task<MembershipTableData> ReadAllAsync(CancellationToken cancellationToken = default)
    {
        if (_isGone && _last is { } known) return known;
        try
        {
            return _last = await redis.ReadAllAsync(cancellationToken);
        }
        catch (Exception e) when (_last is not null && IsGone(e))
        {
            return _last;
        }
    }

    public Task<bool> InsertRowAsync(MembershipEntry entry, TableVersion tableVersion, CancellationToken cancellationToken = default) =>
        WriteAsync(entry, () => redis.InsertRowAsync(entry, tableVersion, cancellationToken));

    public Task<bool> UpdateRowAsync(MembershipEntry entry, string etag, TableVersion tableVersion, CancellationToken cancellationToken = default) =>
        WriteAsync(entry, () => redis.UpdateRowAsync(entry, etag, tableVersion, cancellationToken));

    public Task InitializeMembershipTableAsync(bool tryInitTableVersion, CancellationToken cancellationToken = default) => redis.InitializeMembershipTableAsync(tryInitTableVersion, cancellationToken);

    public Task DeleteMembershipTableEntriesAsync(string clusterId, CancellationToken cancellationToken = default) => redis.DeleteMembershipTableEntriesAsync(clusterId, cancellationToken);

    public Task CleanupDefunctSiloEntriesAsync(DateTimeOffset beforeDate, CancellationToken cancellationToken = default) => redis.CleanupDefunctSiloEntriesAsync(beforeDate, cancellationToken);

    public Task<MembershipTableData> ReadRowAsync(SiloAddress key, CancellationToken cancellationToken = default) => redis.ReadRowAsync(key, cancellationToken);

    public Task UpdateIAmAliveAsync(MembershipEntry entry, CancellationToken cancellationToken = default) => redis.UpdateIAmAliveAsync(entry, cancellationToken);

    public Task InitializeMembershipTable(bool tryInitTableVersion) => InitializeMembershipTableAsync(tryInitTableVersion);

    public Task DeleteMembershipTableEntries(string clusterId) => DeleteMembershipTableEntriesAsync(clusterId);

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => CleanupDefunctSiloEntriesAsync(beforeDate);

    public Task<MembershipTableData> ReadRow(SiloAddress key) => ReadRowAsync(key);

    public Task<MembershipTableData> ReadAll() => ReadAllAsync();

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => InsertRowAsync(entry, tableVersion);

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) => UpdateRowAsync(entry, etag, tableVersion);

    public Task UpdateIAmAlive(MembershipEntry entry) => UpdateIAmAliveAsync(entry);

    /// <summary>What a silo says of others, such as that they are dead, is never made up.</summary>
    private async Task<bool> WriteAsync(MembershipEntry entry, Func<Task<bool>> write)
    {
        var isFarewell = entry.SiloAddress.Equals(silo.SiloAddress) && entry.Status.IsTerminating();
        if (_isGone && isFarewell) return true;
        try
        {
            return await write();
        }
        catch (Exception e) when (isFarewell && IsGone(e))
        {
            return true;
        }
    }

    private bool IsGone(Exception e)
    {
        if (!lifetime.ApplicationStopping.IsCancellationRequested) return false;
        if (!_isGone) LogGone(log, e);
        return _isGone = true;
    }

    [LoggerMessage(2510, LogLevel.Warning, "Redis cannot be told that this silo leaves: the others notice its end when Redis is back")]
    private static partial void LogGone(ILogger log, Exception e);
}
