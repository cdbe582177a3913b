<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>Access Pass</source>
        <translation>出入证</translation>
    </message>
    <message>
        <source>valid until {0}</source>
        <translation>有效至 {0}</translation>
    </message>
    <message>
        <source>Checkpoint Handover Sheet</source>
        <translation>疫情防控卡点交接班表</translation>
    </message>
    <message>
        <source>reprint, no. %n</source>
        <translation>补打，第 %n 次</translation>
    </message>
    <message>
        <source>no. %n</source>
        <translation>第 %n 次</translation>
    </message>
    <message>
        <source>Counts only; the record they were counted from is at the checkpoint and at the centre.</source>
        <translation>本表只有数字；原始记录存于卡点和汇总中心。</translation>
    </message>
    <message>
        <source>Checkpoint Daily Report</source>
        <translation>疫情防控卡点日报表</translation>
    </message>
    <message>
        <source>Checkpoint: {0}</source>
        <translation>卡点：{0}</translation>
    </message>
    <message>
        <source>Day: {0}</source>
        <translation>日期：{0}</translation>
    </message>
    <message>
        <source>Report: {0}</source>
        <translation>表号：{0}</translation>
    </message>
    <message>
        <source>From to: {0}</source>
        <translation>时段：{0}</translation>
    </message>
    <message>
        <source>Issue: {0}</source>
        <translation>第 {0} 次报送</translation>
    </message>
    <message>
        <source>Signed: {0} ({1})</source>
        <translation>签发：{0}（{1}）</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Zero report</source>
        <translation>零报告</translation>
    </message>
    <message>
        <source>Bulletin</source>
        <translation>简报</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>This day</source>
        <translation>当日</translation>
    </message>
    <message>
        <source>In all</source>
        <translation>累计</translation>
    </message>
    <message>
        <source>Stated and signed: no fever (≥{0} ℃), nobody referred, no isolation breach on this day.</source>
        <translation>已声明并签字：本日无发热（≥{0}℃）、无移交、无居家隔离违规外出。</translation>
    </message>
    <message>
        <source>This day was not zero; see the figures.</source>
        <translation>本日不为零，见上表。</translation>
    </message>
    <message>
        <source>Filled in by: {0}</source>
        <translation>填报人：{0}</translation>
    </message>
    <message>
        <source>Checked by:</source>
        <translation>审核人：</translation>
    </message>
    <message>
        <source>Home Isolation Round</source>
        <translation>居家隔离巡访表</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>住址</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>第几天</translation>
    </message>
    <message>
        <source>Symptoms, needs</source>
        <translation>症状、需求</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>签名</translation>
    </message>
    <message>
        <source>What is written here is personal data, unmasked: key it, then keep it in the checkpoint&apos;s file box.</source>
        <translation>本表填写的姓名、电话等未隐去，属个人信息：补录后存入卡点档案盒保管。</translation>
    </message>
    <message>
        <source>Checkpoint Register (paper)</source>
        <translation>疫情防控卡点登记表（纸质）</translation>
    </message>
    <message>
        <source>Date: {0}</source>
        <translation>日期：{0}</translation>
    </message>
    <message>
        <source>Written by: {0}</source>
        <translation>登记人：{0}</translation>
    </message>
    <message>
        <source>Every vehicle, every person. Under {0} measure again; {1} or more: step aside, measure again, then axillary. One row for each vehicle or walker; key the rows later with Ctrl+B.</source>
        <translation>逢车必查、逢人必问。低于 {0} 重测；{1} 及以上请到一旁，复测后再测腋温。一车或一名行人写一行；来电后按 Ctrl+B 逐行补录。</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>In/Out</source>
        <translation>进/出</translation>
    </message>
    <message>
        <source>Plate or pass</source>
        <translation>车牌或证号</translation>
    </message>
    <message>
        <source>Temperatures</source>
        <translation>体温</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Reason, remark</source>
        <translation>事由、备注</translation>
    </message>
    <message>
        <source>Shift: {0}, {1}–{2}</source>
        <translation>班次：第 {0} 班 {1}–{2}</translation>
    </message>
    <message>
        <source>Sheet: {0}</source>
        <translation>表号：{0}</translation>
    </message>
    <message>
        <source>Outgoing: {0}</source>
        <translation>交班班长：{0}</translation>
    </message>
    <message>
        <source>Incoming: {0}</source>
        <translation>接班班长：{0}</translation>
    </message>
    <message>
        <source>Summary of the shift</source>
        <translation>本班汇总</translation>
    </message>
    <message>
        <source>By hour</source>
        <translation>按小时</translation>
    </message>
    <message>
        <source>Exceptions and outcomes</source>
        <translation>异常与处置(逐条)</translation>
    </message>
    <message>
        <source>Corrections of earlier shifts</source>
        <translation>对以前各班的更正与跟进</translation>
    </message>
    <message>
        <source>Open matters (to be followed up)</source>
        <translation>未结事项(接班须跟进)</translation>
    </message>
    <message>
        <source>Supplies and equipment</source>
        <translation>物资与设备</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>On duty: {0} planned, {1} present</source>
        <translation>在岗：应到 {0} 实到 {1}</translation>
    </message>
    <message>
        <source>Printed: {0} ({1})</source>
        <translation>打印：{0}（{1}）</translation>
    </message>
    <message>
        <source>Weather: {0}</source>
        <translation>天气：{0}</translation>
    </message>
    <message>
        <source>{0} (closed by {1})</source>
        <translation>{0}（{1} 代交）</translation>
    </message>
    <message>
        <source> absent</source>
        <translation>未到</translation>
    </message>
    <message>
        <source>Staff: {0}</source>
        <translation>值守：{0}</translation>
    </message>
    <message>
        <source>Vehicles</source>
        <translation>车辆</translation>
    </message>
    <message>
        <source>Persons</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>In</source>
        <translation>进</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>出</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>测温</translation>
    </message>
    <message>
        <source>≥ {0} ℃</source>
        <translation>≥ {0} ℃</translation>
    </message>
    <message>
        <source>Key persons</source>
        <translation>重点人员</translation>
    </message>
    <message>
        <source>Key vehicles</source>
        <translation>重点车辆</translation>
    </message>
    <message>
        <source>Turned back / referred</source>
        <translation>劝返 / 移交</translation>
    </message>
    <message>
        <source>Of these: {0} value not noted, {1} without valid reading, {2} registered, {3} fever confirmed, {4} isolation breaches; records: {5} corrected, {6} voided, {7} keyed later, {8} before the shift opened.</source>
        <translation>其中：未记数值 {0} 人，无有效读数 {1} 人，登记 {2} 人，发热确认 {3} 人，居家隔离外出 {4} 人；更正 {5} 条，作废 {6} 条，补录 {7} 条，开班前记录 {8} 条。</translation>
    </message>
    <message>
        <source>came / went</source>
        <translation>领入 / 发出</translation>
    </message>
    <message>
        <source>{0}: came {1}, went {2}</source>
        <translation>{0}：领入 {1}，发出 {2}</translation>
    </message>
    <message>
        <source>and {0} more</source>
        <translation>另有 {0} 人</translation>
    </message>
    <message>
        <source>Hour</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>Highest temp.</source>
        <translation>最高体温</translation>
    </message>
    <message>
        <source>Abnormal</source>
        <translation>异常</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Person / plate</source>
        <translation>人员 / 车牌</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>情况</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>处置结果</translation>
    </message>
    <message>
        <source>Handled by</source>
        <translation>经办</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>persons: {0}</source>
        <translation>{0} 人</translation>
    </message>
    <message>
        <source>Sheet</source>
        <translation>表号</translation>
    </message>
    <message>
        <source>Entry</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变动</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>With these, earlier sheets change by: vehicles {0}, persons {1}, abnormal {2}, turned back {3}, referred {4}.</source>
        <translation>以上使以前各表合计变动：车辆 {0}，人员 {1}，异常 {2}，劝返 {3}，移交 {4}。</translation>
    </message>
    <message>
        <source>Matter</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>时限</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>接班确认</translation>
    </message>
    <message>
        <source>not counted</source>
        <translation>未清点</translation>
    </message>
    <message>
        <source>there is</source>
        <translation>实有</translation>
    </message>
    <message>
        <source>should be / used / short</source>
        <translation>应有 / 消耗 / 缺口</translation>
    </message>
    <message>
        <source>Thermometers: {0}</source>
        <translation>体温枪（校准）：{0}</translation>
    </message>
    <message>
        <source>Batches on a stick: {0}</source>
        <translation>U 盘批次：{0} 已导出</translation>
    </message>
    <message>
        <source>No batch was exported.</source>
        <translation>本班未导出批次。</translation>
    </message>
    <message>
        <source>Outgoing leader signs:</source>
        <translation>交班班长签名：</translation>
    </message>
    <message>
        <source>Incoming leader signs:</source>
        <translation>接班班长签名：</translation>
    </message>
    <message>
        <source>Scan to compare this sheet with the electronic record: entries {0} to {1}, head {2}</source>
        <translation>扫二维码可核对本表与电子记录一致：记录 {0}–{1}，校验 {2}</translation>
    </message>
    <message>
        <source>Names are masked; this sheet holds personal data and is kept in the checkpoint&apos;s file box.</source>
        <translation>姓名证件已按最小必要原则遮盖；本表含个人信息，交接后存入卡点档案盒。</translation>
    </message>
    <message>
        <source>page {0} of {1}</source>
        <translation>第 {0} 页 共 {1} 页</translation>
    </message>
    <message>
        <source>Holds full personal data: for the receiving hospital only; every print is on record.</source>
        <translation>本单含完整个人信息，仅供接收医院使用；每次打印均有记录。</translation>
    </message>
    <message>
        <source>Transfer of a Febrile Person</source>
        <translation>发热人员移交单</translation>
    </message>
    <message>
        <source>The person</source>
        <translation>人员信息</translation>
    </message>
    <message>
        <source>Readings, oldest first</source>
        <translation>测温记录（从早到晚）</translation>
    </message>
    <message>
        <source>Came together with</source>
        <translation>同行人员</translation>
    </message>
    <message>
        <source>Handed over</source>
        <translation>移交</translation>
    </message>
    <message>
        <source>Temp. ℃</source>
        <translation>体温 ℃</translation>
    </message>
    <message>
        <source>Site</source>
        <translation>部位</translation>
    </message>
    <message>
        <source>Thermometer</source>
        <translation>体温枪</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Handed over by: {0}</source>
        <translation>移交人：{0}</translation>
    </message>
    <message>
        <source>Received by (hospital):</source>
        <translation>接收人（医院）：</translation>
    </message>
</context>
<context>
    <name>CameraPage</name>
    <message>
        <source>Hold the pass before the camera</source>
        <translation>把出入证放到摄像头前</translation>
    </message>
    <message>
        <source>or a picture file, then Enter</source>
        <translation>或输入图片文件名，回车</translation>
    </message>
    <message>
        <source>Picture file</source>
        <translation>图片文件</translation>
    </message>
</context>
<context>
    <name>CasePage</name>
    <message>
        <source>It is needed here; fill it in, then Enter.</source>
        <translation>这里必须填写，填好后按回车。</translation>
    </message>
    <message>
        <source>Hours and minutes, e.g. 14:05; empty means now.</source>
        <translation>填时分，如 14:05；空着就是现在。</translation>
    </message>
</context>
<context>
    <name>CaseView</name>
    <message>
        <source>Why it is printed unmasked</source>
        <translation>不遮盖打印的原因</translation>
    </message>
    <message>
        <source>Reading / outcome</source>
        <translation>读数 / 结果</translation>
    </message>
    <message>
        <source>Leader&apos;s PIN</source>
        <translation>班长 PIN</translation>
    </message>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>↑↓ choose a case · three digits are a reading (376a axillary) · one digit is an outcome · Esc back</source>
        <translation>↑↓ 选人 · 三位数是读数（376a 腋温）· 一位数是结果 · Esc 返回</translation>
    </message>
    <message>
        <source>Nobody waits.</source>
        <translation>没有待处置。</translation>
    </message>
    <message>
        <source>Rest, then measure again (any site).</source>
        <translation>休息片刻，换部位复测。</translation>
    </message>
    <message>
        <source>Measure axillary, about 5 minutes: e.g. 376a.</source>
        <translation>测腋温约 5 分钟，如 376a。</translation>
    </message>
    <message>
        <source>Fever confirmed: tell the community, refer to the fever clinic.</source>
        <translation>确认发热：报告社区，移交发热门诊。</translation>
    </message>
    <message>
        <source>Check documents and the declaration, then choose an outcome.</source>
        <translation>核对证件和申报，再选处置结果。</translation>
    </message>
    <message>
        <source>Found {0}</source>
        <translation>发现：{0}</translation>
    </message>
    <message>
        <source>Leader releases</source>
        <translation>班长放行</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Transfer sheet</source>
        <translation>移交单</translation>
    </message>
    <message>
        <source>left {0}</source>
        <translation>剩 {0}</translation>
    </message>
</context>
<context>
    <name>CasesPanel</name>
    <message>
        <source>Held</source>
        <translation>待处置</translation>
    </message>
    <message>
        <source>Nobody waits.</source>
        <translation>没有待处置人员</translation>
    </message>
    <message numerus="yes">
        <source>%n more: F4</source>
        <translation>
            <numerusform>还有 %n 件：F4</numerusform>
        </translation>
    </message>
    <message>
        <source>left {0}</source>
        <translation>剩 {0}</translation>
    </message>
</context>
<context>
    <name>CentreDoor</name>
    <message>
        <source>The centre&apos;s passphrase</source>
        <translation>中心口令</translation>
    </message>
</context>
<context>
    <name>CentreMain</name>
    <message>
        <source>Stick</source>
        <translation>U 盘</translation>
    </message>
    <message>
        <source>Lists</source>
        <translation>名单</translation>
    </message>
    <message>
        <source>Street</source>
        <translation>全街道</translation>
    </message>
    <message>
        <source>Who passed</source>
        <translation>查人查车</translation>
    </message>
</context>
<context>
    <name>DeskPage</name>
    <message>
        <source>This line was not saved when the program stopped.</source>
        <translation>上次退出时这一行还没有登记。</translation>
    </message>
    <message>
        <source>Go on with it, or Esc to clear it.</source>
        <translation>接着登记，或按 Esc 清空。</translation>
    </message>
</context>
<context>
    <name>DeskView</name>
    <message>
        <source>plate temp. temp. … Enter</source>
        <translation>车牌 体温 体温 … 回车</translation>
    </message>
    <message>
        <source>Gate line</source>
        <translation>登记行</translation>
    </message>
    <message>
        <source>Enter saves it as held and starts the clock; take the next car. Measure again with an ear or axillary thermometer; still ≥ {0} ℃: lead to the holding point, tell the clinic.</source>
        <translation>回车即存为「待处置」并开始计时，先登记下一辆。换耳温枪或水银体温计复测；仍 ≥ {0} ℃ 引导至临时留观点，通知社康。</translation>
    </message>
    <message>
        <source>Enter holds it; measure again, ear or axillary.</source>
        <translation>回车即存为待处置；换耳温或腋温复测。</translation>
    </message>
    <message>
        <source>Ask the 14-day question and look at the documents, then decide.</source>
        <translation>询问 14 天旅居史，核实证件与健康申报后选择处置。</translation>
    </message>
    <message>
        <source>Enter holds it. Finish the open case in F4: what waits because of it is freed with it.</source>
        <translation>回车先存为待处置；到 F4 办结未结的那件，就不必再等</translation>
    </message>
    <message>
        <source>Save ⏎</source>
        <translation>登记 ⏎</translation>
    </message>
</context>
<context>
    <name>DoorPage</name>
    <message>
        <source>PIN (a leader&apos;s stick is in)</source>
        <translation>PIN（已插入班长 U 盘）</translation>
    </message>
    <message>
        <source>Leader&apos;s passphrase</source>
        <translation>班长口令</translation>
    </message>
    <message>
        <source>F1 nobody knows it</source>
        <translation>F1 谁都忘了口令</translation>
    </message>
    <message>
        <source>Who works? Press your number, then type your PIN and Enter.</source>
        <translation>谁在值守？按编号，再输入 PIN，回车。</translation>
    </message>
    <message>
        <source>{0}: PIN, then Enter</source>
        <translation>{0}：输入 PIN，回车</translation>
    </message>
</context>
<context>
    <name>DrillPage</name>
    <message>
        <source>Drill: nothing here is recorded</source>
        <translation>演练：这里的都不记录</translation>
    </message>
    <message>
        <source>One moment …</source>
        <translation>请稍候……</translation>
    </message>
    <message>
        <source>goes out</source>
        <translation>出</translation>
    </message>
    <message>
        <source>comes in</source>
        <translation>进</translation>
    </message>
    <message numerus="yes">
        <source>%n residents with passes, all normal</source>
        <translation>
            <numerusform>%n 位居民持证，体温都正常</numerusform>
        </translation>
    </message>
    <message>
        <source>a resident with a pass</source>
        <translation>一位居民持证</translation>
    </message>
    <message>
        <source>Not what came. It would have been:</source>
        <translation>与来的不一样，应当输入：</translation>
    </message>
    <message numerus="yes">
        <source>%n passage(s), {0} wrong, {1} s each</source>
        <translation>
            <numerusform>共 %n 次，错 {0} 次，每次 {1} 秒</numerusform>
        </translation>
    </message>
    <message>
        <source>Well done: you can take the gate.</source>
        <translation>很好，可以上岗。</translation>
    </message>
    <message>
        <source>Esc goes back.</source>
        <translation>Esc 返回。</translation>
    </message>
    <message>
        <source>Once more, slower and right.</source>
        <translation>再练一次，宁慢勿错。</translation>
    </message>
    <message>
        <source>Esc goes back; Ctrl+D begins again.</source>
        <translation>Esc 返回；Ctrl+D 再来一次。</translation>
    </message>
</context>
<context>
    <name>DutyPage</name>
    <message>
        <source>It is needed here; fill it in, then Enter.</source>
        <translation>这里必须填写，填好按 Enter。</translation>
    </message>
</context>
<context>
    <name>EnterRule</name>
    <message>
        <source>Undone.</source>
        <translation>已撤销。</translation>
    </message>
    <message>
        <source>The record is void; its line stands here again.</source>
        <translation>原记录已作废，这一行放回来了。</translation>
    </message>
</context>
<context>
    <name>ExportPage</name>
    <message>
        <source>Export to a stick</source>
        <translation>导出批次到 U 盘</translation>
    </message>
    <message>
        <source>Enter writes everything since the last receipt, then takes receipts lying there. Remove the stick only when it says so.</source>
        <translation>回车：先收下 U 盘上中心发来的回执，再写出上次回执之后的全部记录。提示可以拔出后再拔 U 盘。</translation>
    </message>
    <message>
        <source>Folder of the stick</source>
        <translation>U 盘文件夹</translation>
    </message>
    <message>
        <source>No lists from the centre yet</source>
        <translation>还没有收到中心的名单</translation>
    </message>
    <message>
        <source> · past their date!</source>
        <translation> · 已过期！</translation>
    </message>
    <message>
        <source>Lists of the centre v{0}, made {1}, good until {2}</source>
        <translation>中心名单 v{0}，{1} 生成，有效至 {2}</translation>
    </message>
    <message>
        <source>{0}. The stick may be removed.</source>
        <translation>{0}。现在可以拔出 U 盘。</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) from the centre taken.</source>
        <translation>
            <numerusform>已收下中心文件 %n 个。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) are for others or older.</source>
        <translation>
            <numerusform>另有 %n 个文件是别的卡点的，或是旧的。</numerusform>
        </translation>
    </message>
    <message>
        <source>Enrolment request written; fingerprint {0}, compare by phone.</source>
        <translation>入网申请也写好了，指纹 {0}，请打电话与中心核对。</translation>
    </message>
    <message>
        <source>Not taken: {0}</source>
        <translation>未采用：{0}</translation>
    </message>
    <message>
        <source>Written and read back</source>
        <translation>已写入并读回核对</translation>
    </message>
</context>
<context>
    <name>Footer</name>
    <message>
        <source>register / next</source>
        <translation>登记 / 下一栏</translation>
    </message>
    <message>
        <source>undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>passes</source>
        <translation>出入证</translation>
    </message>
    <message>
        <source>export</source>
        <translation>导出批次</translation>
    </message>
    <message>
        <source>handover</source>
        <translation>交接班</translation>
    </message>
    <message>
        <source>night</source>
        <translation>夜间</translation>
    </message>
    <message>
        <source>second copy ✓ · </source>
        <translation>第二份 ✓ · </translation>
    </message>
    <message numerus="yes">
        <source>⚠ second copy away, %n behind · </source>
        <translation>
            <numerusform>⚠ 第二份不在，差 %n 条 · </numerusform>
        </translation>
    </message>
    <message>
        <source>lists {0} days past their date! · </source>
        <translation>名单已过期 {0} 天！ · </translation>
    </message>
    <message>
        <source>lists v{0}, {1} days left · </source>
        <translation>名单 v{0} 剩 {1} 天 · </translation>
    </message>
    <message numerus="yes">
        <source>not exported: %n</source>
        <translation>
            <numerusform>未导出 %n 条</numerusform>
        </translation>
    </message>
    <message>
        <source>no export yet · {0}</source>
        <translation>还没有导出 · {0}</translation>
    </message>
    <message>
        <source>last export {0} batch #{1} · {2}</source>
        <translation>上次导出 {0} 批次 #{1} · {2}</translation>
    </message>
</context>
<context>
    <name>ForgottenPage</name>
    <message>
        <source>Nobody can unlock</source>
        <translation>谁都打不开</translation>
    </message>
    <message>
        <source>Folder of the stick</source>
        <translation>U 盘文件夹</translation>
    </message>
    <message>
        <source>The new passphrase that was written down when asking</source>
        <translation>申请时抄下的新口令</translation>
    </message>
    <message>
        <source>F2 ask anew (the paper with the passphrase is lost)</source>
        <translation>F2 重新申请（抄的口令丢了）</translation>
    </message>
    <message>
        <source>Esc back to the door</source>
        <translation>Esc 返回</translation>
    </message>
    <message>
        <source>The request is written. With the stick back from the centre: its folder, then the passphrase.</source>
        <translation>申请已写好。U 盘从街道带回后：填它的文件夹，再输入新口令。</translation>
    </message>
    <message>
        <source>1  Put a stick in and press Enter: a request is written, and a new passphrase is shown once.
2  Take the stick to the centre and read the fingerprint out on the phone.
3  When it is back, press F1 here again. Until then use the paper kit; nothing is lost.</source>
        <translation>1  插 U 盘，回车：写出申请，显示一次新口令。
2  U 盘送街道，电话里念出指纹核对。
3  带回后在这里再按 F1。这期间用纸表，数据不会丢。</translation>
    </message>
    <message>
        <source>Write this passphrase down now; it is not shown again</source>
        <translation>现在抄下新口令，只显示这一次</translation>
    </message>
    <message>
        <source>{0} is on the stick. Fingerprint for the phone: {1}</source>
        <translation>{0} 已写到 U 盘。电话核对指纹：{1}</translation>
    </message>
    <message>
        <source>Press Esc and unlock with it. Sticks and older passphrases open no more.</source>
        <translation>按 Esc，用新口令打开。旧口令和旧开机 U 盘不再能开。</translation>
    </message>
    <message>
        <source>The new passphrase opens the laptop</source>
        <translation>新口令已生效</translation>
    </message>
</context>
<context>
    <name>FormPage</name>
    <message>
        <source>This form was not saved when the program stopped.</source>
        <translation>上次退出时这张表还没有登记。</translation>
    </message>
    <message>
        <source>Go on with it, or Esc to go back to the line.</source>
        <translation>接着填写，或按 Esc 回到登记行。</translation>
    </message>
    <message>
        <source>Enter holds it. Finish the open case in F4: what waits because of it is freed with it.</source>
        <translation>回车先存为待处置；到 F4 办结未结的那件，就不必再等</translation>
    </message>
    <message>
        <source>The pass is taken.</source>
        <translation>已读取出入证。</translation>
    </message>
    <message>
        <source>Fill this in, then Enter.</source>
        <translation>请填写，再按回车。</translation>
    </message>
    <message>
        <source>Ask: 1 no, 2 yes, then Enter.</source>
        <translation>请询问：1 否，2 是，再按回车。</translation>
    </message>
</context>
<context>
    <name>FormView</name>
    <message>
        <source>person {0} of {1}</source>
        <translation>第 {0} / {1} 人</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>1 no 2 yes</source>
        <translation>1 否 2 是</translation>
    </message>
    <message>
        <source>Enter: next missing field, then save · Tab: every field · F7: next person · F10: as before</source>
        <translation>回车：到下一必填项，填完即存 · Tab：逐项 · F7：下一人 · F10：同上一条</translation>
    </message>
    <message>
        <source>Save ⏎</source>
        <translation>登记 ⏎</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>vehicles</source>
        <translation>车辆</translation>
    </message>
    <message>
        <source>persons</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>held</source>
        <translation>待处置</translation>
    </message>
    <message>
        <source>lock</source>
        <translation>锁屏</translation>
    </message>
    <message>
        <source>no shift is open · F9</source>
        <translation>未开班 · F9</translation>
    </message>
    <message>
        <source>shift {0} {1}–{2} · {3} · {4} on duty</source>
        <translation>第 {0} 班 {1}–{2} · {3} · 在岗 {4} 人</translation>
    </message>
    <message>
        <source>⚠ hand over: F9 · {0}</source>
        <translation>⚠ 该交班了：F9 · {0}</translation>
    </message>
    <message>
        <source>gun {0}</source>
        <translation>体温枪 {0}</translation>
    </message>
</context>
<context>
    <name>HelpPage</name>
    <message>
        <source>What can be typed, and every key</source>
        <translation>怎么输入，哪些键</translation>
    </message>
    <message>
        <source>a car with two people (粤 is put in front)</source>
        <translation>一车两人（自动加「粤」）</translation>
    </message>
    <message>
        <source>a plate of 粤B</source>
        <translation>粤B 车牌</translation>
    </message>
    <message>
        <source>passes · export · shift and handover</source>
        <translation>出入证 · 导出 · 交接班</translation>
    </message>
    <message>
        <source>36.5 forehead · ear · axillary · wrist · too low</source>
        <translation>额温 36.5 · 耳 · 腋 · 腕 · 偏低测不出</translation>
    </message>
    <message>
        <source>in · out (alone: one pass) · so many, normal</source>
        <translation>进 · 出（单独：持证一人）· 几人正常</translation>
    </message>
    <message>
        <source>other province · a known ending</source>
        <translation>外省：两个字母 · 来过的车：尾号</translation>
    </message>
    <message>
        <source>a known person: pinyin, name, number&apos;s end</source>
        <translation>来过的人：拼音、汉字、号码尾</translation>
    </message>
    <message>
        <source>take a suggestion · digits leave members out</source>
        <translation>选中提示 · 数字键去掉没来的人</translation>
    </message>
    <message>
        <source>a member of the crew is not in the car</source>
        <translation>车上这位没来，再按又来</translation>
    </message>
    <message>
        <source>in a temperature: one more person · one less</source>
        <translation>在体温格里：加一人 · 减一人</translation>
    </message>
    <message>
        <source>undo for a minute · the same car again</source>
        <translation>一分钟内撤销 · 同一辆车再来</translation>
    </message>
    <message>
        <source>full form · next person · field as before</source>
        <translation>完整登记 · 下一人 · 同上一条</translation>
    </message>
    <message>
        <source>camera · scan test (guns work anywhere)</source>
        <translation>摄像头 · 扫码自检（枪随处可扫）</translation>
    </message>
    <message>
        <source>who is held · next allowed disposition</source>
        <translation>待处置 · 换一个允许的处置</translation>
    </message>
    <message>
        <source>plate, name, /8000, 8: hour, 3-11 day, @who</source>
        <translation>车牌、姓名、/8000、8: 时、3-11 日、@谁</translation>
    </message>
    <message>
        <source>shift · all · abnormal · key · open · inside</source>
        <translation>本班 · 全部 · 异常 · 重点 · 未结 · 未离开</translation>
    </message>
    <message>
        <source>the chosen record: history, correct, void</source>
        <translation>所选记录：经过、更正、作废、看全文</translation>
    </message>
    <message>
        <source>print the last sheet · language · mute</source>
        <translation>打印上一张表 · 语言 · 静音</translation>
    </message>
    <message>
        <source>night · text size · lock</source>
        <translation>夜间 · 字号 · 锁屏</translation>
    </message>
    <message>
        <source>daily report · incidents and open items · isolation round</source>
        <translation>日报 · 事件与待办 · 居家隔离巡访</translation>
    </message>
    <message>
        <source>key paper rows later · import a table</source>
        <translation>纸表补录 · 导入表格</translation>
    </message>
    <message>
        <source>second copy, backup, passphrase, old data</source>
        <translation>第二份、备份、口令、到期数据</translation>
    </message>
    <message>
        <source>announcements on and off</source>
        <translation>开关广播</translation>
    </message>
    <message>
        <source>next thermometer · read by thermometer 2</source>
        <translation>换体温枪 · 用 2 号枪测的</translation>
    </message>
    <message>
        <source>five-minute drill · back to the gate line</source>
        <translation>五分钟演练 · 回到登记行</translation>
    </message>
</context>
<context>
    <name>ImportPage</name>
    <message>
        <source>File (XLSX, CSV)</source>
        <translation>文件（XLSX、CSV）</translation>
    </message>
    <message>
        <source>Which is which, e.g. 体温=温度 时间=几点</source>
        <translation>栏目对应，如 体温=温度 时间=几点</translation>
    </message>
    <message>
        <source>Import a table of records</source>
        <translation>导入表格</translation>
    </message>
    <message>
        <source>Choose a file …</source>
        <translation>选文件 …</translation>
    </message>
    <message>
        <source>The first Enter only looks · nothing is taken twice · day, time and temperature are needed · Esc back</source>
        <translation>第一次回车只看不存 · 同一行不会存两次 · 日期、时间、体温三列必须有 · Esc 返回</translation>
    </message>
    <message>
        <source>{0} saved, {1} were there already, {2} not taken</source>
        <translation>存入 {0} 行，早已有 {1} 行，没收 {2} 行</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>已导入</translation>
    </message>
    <message numerus="yes">
        <source>Take %n row(s)</source>
        <translation>
            <numerusform>收下 %n 行</numerusform>
        </translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>先看一遍</translation>
    </message>
    <message>
        <source>Nothing looked at yet.</source>
        <translation>还没有选文件。</translation>
    </message>
    <message>
        <source>{0} new, {1} there already, {2} with a problem</source>
        <translation>可存入 {0} 行，早已有 {1} 行，有问题 {2} 行</translation>
    </message>
</context>
<context>
    <name>IncidentsPage</name>
    <message>
        <source>Digit</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>Reported by</source>
        <translation>报告人</translation>
    </message>
    <message>
        <source>Within (minutes)</source>
        <translation>限时（分钟）</translation>
    </message>
    <message>
        <source>Incidents and open items</source>
        <translation>事件与待办</translation>
    </message>
    <message>
        <source>0 close the chosen one</source>
        <translation>0 办结所选</translation>
    </message>
    <message>
        <source>↑↓ choose · what is open is carried over at handover · Esc back</source>
        <translation>↑↓ 选择 · 未结的交班时自动带到下一班 · Esc 返回</translation>
    </message>
    <message numerus="yes">
        <source>%n open item(s)</source>
        <translation>
            <numerusform>未结 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>已保存。</translation>
    </message>
</context>
<context>
    <name>ListsPage</name>
    <message>
        <source>Workbook with lists</source>
        <translation>名单工作簿</translation>
    </message>
    <message>
        <source>Write packs into (stick)</source>
        <translation>名单写到（U 盘）</translation>
    </message>
    <message>
        <source>Lists for the stations</source>
        <translation>下发名单</translation>
    </message>
    <message>
        <source>Choose a file …</source>
        <translation>选文件 …</translation>
    </message>
    <message>
        <source>Write those in force …</source>
        <translation>导出现行的 …</translation>
    </message>
    <message>
        <source>Empty template …</source>
        <translation>空白表 …</translation>
    </message>
    <message>
        <source>First Enter: every broken row, what would change · second Enter takes · then packs</source>
        <translation>第一次回车：哪行有错、会改什么 · 第二次回车收下 · 再写到 U 盘</translation>
    </message>
    <message>
        <source>Version {0} for {1} stations; the stick may be removed.</source>
        <translation>第 {0} 版，{1} 个卡点；现在可以拔出 U 盘。</translation>
    </message>
    <message>
        <source>Packs written</source>
        <translation>名单已写好</translation>
    </message>
    <message>
        <source>Written.</source>
        <translation>已写出。</translation>
    </message>
    <message>
        <source>Mend the rows below; nothing of this file is taken before.</source>
        <translation>改好下面各行再来；在那之前整个文件都不收。</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) with a problem</source>
        <translation>
            <numerusform>%n 行有错</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is wrong.</source>
        <translation>没有错误。</translation>
    </message>
    <message>
        <source>Enter takes it.</source>
        <translation>按回车收下。</translation>
    </message>
    <message>
        <source>Taken.</source>
        <translation>已收下。</translation>
    </message>
    <message>
        <source>Now write the packs: the folder of a stick, Enter.</source>
        <translation>接着填 U 盘文件夹，按回车写出名单。</translation>
    </message>
    <message>
        <source>Nothing looked at yet.</source>
        <translation>还没有选文件。</translation>
    </message>
    <message>
        <source>{0} problems, {1} rows change in {2} lists</source>
        <translation>错误 {0} 处，{2} 份名单共改 {1} 行</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Announcements on</source>
        <translation>广播已开</translation>
    </message>
    <message>
        <source>Announcements off</source>
        <translation>广播已关</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>登记</translation>
    </message>
    <message>
        <source>Full form</source>
        <translation>完整登记</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>摄像头</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>待处置</translation>
    </message>
</context>
<context>
    <name>Occupants</name>
    <message>
        <source>Person</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Address / purpose</source>
        <translation>住址 / 事由</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Temp. ℃</source>
        <translation>体温 ℃</translation>
    </message>
    <message>
        <source>Driver</source>
        <translation>司机</translation>
    </message>
    <message>
        <source>Occupant</source>
        <translation>乘员</translation>
    </message>
</context>
<context>
    <name>PaceTitle</name>
    <message>
        <source>Persons by hour today</source>
        <translation>今日每小时人次</translation>
    </message>
    <message>
        <source>{0} s a passage</source>
        <translation>每次 {0} 秒</translation>
    </message>
    <message numerus="yes">
        <source>%n an hour</source>
        <translation>
            <numerusform>每小时 %n 次</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PaperPage</name>
    <message>
        <source>Sheet: the number after P</source>
        <translation>纸表号（P 后的数字）</translation>
    </message>
    <message>
        <source>Time on the paper, e.g. 0835</source>
        <translation>纸上时间，如 0835</translation>
    </message>
    <message>
        <source>Gate line, e.g. B12345 365 368</source>
        <translation>登记行，如 B12345 365 368</translation>
    </message>
    <message>
        <source>Key paper rows later</source>
        <translation>纸表补录</translation>
    </message>
    <message numerus="yes">
        <source>Print %n new sheets</source>
        <translation>
            <numerusform>打印 %n 张新纸表</numerusform>
        </translation>
    </message>
    <message>
        <source>Each row is saved once, with both times · a whole table: Ctrl+O · Esc back</source>
        <translation>每行只存一次，两个时间都记 · 整张表用 Ctrl+O 导入 · Esc 返回</translation>
    </message>
    <message>
        <source>missing: {0}</source>
        <translation>缺：{0}</translation>
    </message>
    <message numerus="yes">
        <source>%n sheet(s) printed</source>
        <translation>
            <numerusform>已印 %n 张</numerusform>
        </translation>
    </message>
    <message>
        <source>It stands in the record as #{0}; nothing was added.</source>
        <translation>记录里已是 #{0}，没有重复添加。</translation>
    </message>
    <message>
        <source>This row was keyed before</source>
        <translation>这一行已经补录过</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>已保存。</translation>
    </message>
</context>
<context>
    <name>PassPage</name>
    <message>
        <source>Issue a pass</source>
        <translation>签发出入证</translation>
    </message>
    <message>
        <source>Plate (may be empty)</source>
        <translation>车牌（可不填）</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>有效天数</translation>
    </message>
    <message>
        <source>Save the card as PDF …</source>
        <translation>把证存为 PDF …</translation>
    </message>
    <message>
        <source>Issued. Save the card and print it.</source>
        <translation>已签发，存为 PDF 后打印。</translation>
    </message>
</context>
<context>
    <name>PassedPage</name>
    <message>
        <source>Plate, ID number, phone or pass</source>
        <translation>车牌、证件号、手机号或通行证</translation>
    </message>
    <message>
        <source>Reason, to see people unmasked (noted)</source>
        <translation>查看全名全号的理由（留痕）</translation>
    </message>
    <message>
        <source>Who passed</source>
        <translation>查人查车</translation>
    </message>
    <message>
        <source>Enter in an empty field: who came in as a visitor and has not left · ~ passed beside · ↑↓ scroll</source>
        <translation>空着按回车：来访未出的人 · ~ 表示前后同时经过 · ↑↓ 滚动</translation>
    </message>
    <message>
        <source>Ask for one vehicle, person or pass; only merged batches can answer.</source>
        <translation>一次查一辆车、一个人或一张通行证；只查已合并的批次。</translation>
    </message>
    <message numerus="yes">
        <source>%n passage(s)</source>
        <translation>
            <numerusform>经过 %n 次</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} beside within {1} minutes</source>
        <translation>前后 {1} 分钟内同时经过 {0} 条</translation>
    </message>
    <message numerus="yes">
        <source>%n inside who are not residents, the longest first</source>
        <translation>
            <numerusform>来访未出 %n 人，最久的在前</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>Enter prints · S saves as PDF · + − larger, smaller · PgDn next page · Esc back</source>
        <translation>回车打印 · S 存为 PDF · + − 放大缩小 · PgDn 下一页 · Esc 返回</translation>
    </message>
    <message>
        <source> · ← → older, newer</source>
        <translation> · ← → 上一张、下一张</translation>
    </message>
    <message>
        <source>Sent to the printer {0}</source>
        <translation>已送到打印机 {0}</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>存为 PDF</translation>
    </message>
    <message>
        <source>Saved as PDF</source>
        <translation>已存为 PDF</translation>
    </message>
</context>
<context>
    <name>Question</name>
    <message>
        <source>1 no · 2 yes · Enter later</source>
        <translation>1 否 · 2 是 · 回车稍后</translation>
    </message>
</context>
<context>
    <name>RecordPage</name>
    <message>
        <source>What to do (a digit)</source>
        <translation>做什么（按数字）</translation>
    </message>
    <message>
        <source>The line as it should be</source>
        <translation>正确的一行</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>What stood before stays beside it, struck through. Esc back.</source>
        <translation>改前的内容划线保留。Esc 返回。</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>更正</translation>
    </message>
    <message>
        <source>Void</source>
        <translation>作废</translation>
    </message>
    <message>
        <source>Show in full</source>
        <translation>看全文</translation>
    </message>
    <message>
        <source>Leaves now</source>
        <translation>现在离开</translation>
    </message>
    <message>
        <source>Choose what to do: a digit from 1 to 5.</source>
        <translation>先按 1 到 5 选要做什么。</translation>
    </message>
    <message>
        <source>Done: {0}</source>
        <translation>已完成：{0}</translation>
    </message>
</context>
<context>
    <name>RecordsModel</name>
    <message numerus="yes">
        <source>%n person(s)</source>
        <translation>
            <numerusform>%n 人</numerusform>
        </translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>向</translation>
    </message>
    <message>
        <source>Plate</source>
        <translation>车牌</translation>
    </message>
    <message>
        <source>Persons</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Temp.</source>
        <translation>体温</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Disposition</source>
        <translation>处置</translation>
    </message>
    <message>
        <source>By</source>
        <translation>登记</translation>
    </message>
</context>
<context>
    <name>RecordsView</name>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Nothing matches. Esc in the filter clears it; Ctrl+1 shows this shift.</source>
        <translation>没有符合的记录。筛选框里按 Esc 清空；Ctrl+1 看本班。</translation>
    </message>
    <message>
        <source>Nothing yet: type a plate and temperatures on the left, then Enter.</source>
        <translation>还没有记录：在左边输入车牌和体温，按回车。</translation>
    </message>
    <message numerus="yes">
        <source>all %n</source>
        <translation>
            <numerusform>全部 %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Filter Ctrl+F: plate, name, /8000, 8:, 3-11, @who</source>
        <translation>筛选 Ctrl+F：车牌、姓名、/8000、8:、3-11、@登记人</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>本班</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Abnormal</source>
        <translation>异常</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>重点</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>未结</translation>
    </message>
    <message>
        <source>Inside</source>
        <translation>未离开</translation>
    </message>
    <message numerus="yes">
        <source>open %n</source>
        <translation>
            <numerusform>待处置 %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReportPage</name>
    <message>
        <source>Zero report: 1 yes</source>
        <translation>零报告：1 是</translation>
    </message>
    <message>
        <source>Leader&apos;s PIN signs</source>
        <translation>班长 PIN 签发</translation>
    </message>
    <message>
        <source>Daily report</source>
        <translation>日报</translation>
    </message>
    <message>
        <source>Copy the bulletin</source>
        <translation>复制简报</translation>
    </message>
    <message>
        <source>Save as XLSX …</source>
        <translation>另存为 XLSX …</translation>
    </message>
    <message>
        <source>↑↓ choose a day · red: no report, or changed since · Ctrl+P prints it · Esc back</source>
        <translation>↑↓ 选日期 · 红色：未报或报后有变 · Ctrl+P 打印 · Esc 返回</translation>
    </message>
    <message>
        <source>{0} to {1}; in brackets: in all</source>
        <translation>{0} 至 {1}，括号里是累计</translation>
    </message>
    <message>
        <source>Signed: {0}</source>
        <translation>已签发：{0}</translation>
    </message>
    <message>
        <source>Ctrl+P prints it.</source>
        <translation>按 Ctrl+P 打印。</translation>
    </message>
    <message>
        <source>The bulletin is on the clipboard.</source>
        <translation>简报已复制。</translation>
    </message>
    <message>
        <source>Written.</source>
        <translation>已写出。</translation>
    </message>
</context>
<context>
    <name>RoundsPage</name>
    <message>
        <source>Readings · 0 not home · 9 release</source>
        <translation>体温 · 0 不在家 · 9 解除</translation>
    </message>
    <message>
        <source>Symptoms</source>
        <translation>症状</translation>
    </message>
    <message>
        <source>Needs</source>
        <translation>需求</translation>
    </message>
    <message>
        <source>Why isolation ends</source>
        <translation>解除原因</translation>
    </message>
    <message>
        <source>Leader&apos;s PIN</source>
        <translation>班长 PIN</translation>
    </message>
    <message>
        <source>Home isolation round</source>
        <translation>居家隔离巡访</translation>
    </message>
    <message>
        <source>↑↓ choose · the roster comes from the centre · Ctrl+P prints the round · Esc back</source>
        <translation>↑↓ 选择 · 名册由中心下发 · Ctrl+P 打印巡访表 · Esc 返回</translation>
    </message>
    <message>
        <source>{0} in isolation, {1} not yet visited this round</source>
        <translation>在册 {0} 人，本轮未访 {1} 人</translation>
    </message>
    <message>
        <source> · days are full</source>
        <translation> · 已满期</translation>
    </message>
    <message>
        <source>day {0} of {1}</source>
        <translation>第 {0}/{1} 天</translation>
    </message>
    <message>
        <source>Fever in home isolation</source>
        <translation>居家隔离人员发热</translation>
    </message>
    <message>
        <source>Tell the community and the clinic now.</source>
        <translation>立即报告社区和社康。</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>已保存。</translation>
    </message>
    <message>
        <source>Released.</source>
        <translation>已解除。</translation>
    </message>
</context>
<context>
    <name>SafetyPage</name>
    <message>
        <source>Folder, e.g. of a stick</source>
        <translation>文件夹，例如U盘</translation>
    </message>
    <message>
        <source>PIN that the stick will need</source>
        <translation>U盘要配的 PIN</translation>
    </message>
    <message>
        <source>Leader&apos;s PIN</source>
        <translation>班长 PIN</translation>
    </message>
    <message>
        <source>Keeping safe</source>
        <translation>数据安全</translation>
    </message>
    <message>
        <source>↑↓ choose · an empty folder ends the second copy · Esc back</source>
        <translation>↑↓ 选择 · 文件夹留空就不再留第二份 · Esc 返回</translation>
    </message>
    <message>
        <source>Second copy: {0}</source>
        <translation>第二份副本：{0}</translation>
    </message>
    <message>
        <source>Backup now</source>
        <translation>现在备份</translation>
    </message>
    <message>
        <source>New passphrase</source>
        <translation>换新口令</translation>
    </message>
    <message>
        <source>A stick that opens with a PIN</source>
        <translation>做一个配 PIN 的开机U盘</translation>
    </message>
    <message>
        <source>Let old data go: {0}</source>
        <translation>到期数据清除：{0}</translation>
    </message>
    <message>
        <source>Certificate of what went</source>
        <translation>清除证明</translation>
    </message>
    <message>
        <source>{0} records before {1}, {2} without a receipt</source>
        <translation>{1} 之前 {0} 条，{2} 条还没有回执</translation>
    </message>
    <message>
        <source>, {0} until a shift is closed</source>
        <translation>，{0} 条等交班</translation>
    </message>
    <message>
        <source>Backup {0} is written and read back.</source>
        <translation>备份 {0} 已写好并读回核对。</translation>
    </message>
    <message>
        <source>From now on this opens; write it down, it is shown once: {0}</source>
        <translation>今后用这个口令打开；请抄下，只显示这一次：{0}</translation>
    </message>
    <message>
        <source>The stick opens with its PIN.</source>
        <translation>U盘配上 PIN 就能打开。</translation>
    </message>
    <message>
        <source>{0} records are gone, {1} stay because they are open.</source>
        <translation>清除 {0} 条，{1} 条还没办完，留着。</translation>
    </message>
    <message>
        <source>{0} is written.</source>
        <translation>{0} 已写好。</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>办好了</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>已保存。</translation>
    </message>
    <message>
        <source>none is kept</source>
        <translation>没有设</translation>
    </message>
    <message>
        <source>current {0}</source>
        <translation>已同步 {0}</translation>
    </message>
    <message numerus="yes">
        <source>away, %n behind</source>
        <translation>
            <numerusform>U盘不在，还差 %n 条</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ScanPage</name>
    <message>
        <source>Scan test</source>
        <translation>扫码自检</translation>
    </message>
    <message>
        <source>Scan any code three times. Nothing is recorded here. Esc back.</source>
        <translation>任意扫三次。这里不记录任何内容。Esc 返回。</translation>
    </message>
    <message>
        <source>Characters</source>
        <translation>字符数</translation>
    </message>
    <message>
        <source>Milliseconds a key</source>
        <translation>每字符毫秒</translation>
    </message>
    <message>
        <source>Enter at the end</source>
        <translation>结尾有回车</translation>
    </message>
    <message>
        <source>Letters</source>
        <translation>字母</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>码</translation>
    </message>
    <message>
        <source>This came as slowly as typing.</source>
        <translation>来得和手打一样慢。</translation>
    </message>
    <message>
        <source>Set the gun to its fastest keyboard speed, without a delay between characters.</source>
        <translation>把扫码枪设为最快键盘速度，字符间不加延时。</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>有</translation>
    </message>
    <message>
        <source>no</source>
        <translation>没有</translation>
    </message>
    <message>
        <source>lower case (Caps Lock?)</source>
        <translation>小写（大写锁定？）</translation>
    </message>
    <message>
        <source>as printed</source>
        <translation>与印刷一致</translation>
    </message>
    <message>
        <source>a pass of ours</source>
        <translation>本系统出入证</translation>
    </message>
    <message>
        <source>not one of ours</source>
        <translation>不是本系统的码</translation>
    </message>
    <message>
        <source>It works, but without Enter at the end.</source>
        <translation>能用，但结尾没有回车。</translation>
    </message>
    <message>
        <source>Set the gun&apos;s suffix to Enter (its booklet has a code for it): passes are taken faster.</source>
        <translation>用说明书上的设置码给扫码枪加回车后缀，读证更快。</translation>
    </message>
    <message>
        <source>The gun is set up well.</source>
        <translation>扫码枪设置正确。</translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message numerus="yes">
        <source>person %n</source>
        <translation>
            <numerusform>第 %n 人</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ShiftPage</name>
    <message>
        <source>Enter: I have gone through these</source>
        <translation>已逐项核对，按 Enter</translation>
    </message>
    <message>
        <source>Name, role, agency</source>
        <translation>姓名 身份 单位</translation>
    </message>
    <message>
        <source>Thermometers, e.g. 1:365/366</source>
        <translation>体温枪，如 1:365/366</translation>
    </message>
    <message>
        <source>Weather, outside °C</source>
        <translation>天气、气温</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Outgoing leader (number)</source>
        <translation>交班班长（编号）</translation>
    </message>
    <message>
        <source>Outgoing leader&apos;s PIN</source>
        <translation>交班班长 PIN</translation>
    </message>
    <message>
        <source>Incoming leader (number)</source>
        <translation>接班班长（编号）</translation>
    </message>
    <message>
        <source>Incoming leader&apos;s PIN</source>
        <translation>接班班长 PIN</translation>
    </message>
    <message>
        <source>Print the last sheet Ctrl+P</source>
        <translation>打印上一张交接班表 Ctrl+P</translation>
    </message>
    <message>
        <source>Figures, open items</source>
        <translation>数字与未结</translation>
    </message>
    <message>
        <source>Staff</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Supplies</source>
        <translation>物资</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>签字</translation>
    </message>
    <message>
        <source>Open the shift</source>
        <translation>开班</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>交班</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>No shift is open</source>
        <translation>现在没有开班</translation>
    </message>
    <message>
        <source>The leader who is signed in opens it.</source>
        <translation>由当前登录的班长开班。</translation>
    </message>
    <message>
        <source>Shift {0}, {1}–{2}</source>
        <translation>第 {0} 班 {1}–{2}</translation>
    </message>
    <message>
        <source>One person, Enter: 张三 医护 社康中心. * pioneer post, - did not come, + not planned; the same name again changes it, Delete takes it away. Empty Enter goes on.</source>
        <translation>一人一行按 Enter：张三 医护 社康中心。* 先锋岗，- 未到，+ 计划外；同名再输入即修改，Delete 移除。空着按 Enter 继续。</translation>
    </message>
    <message>
        <source>Enter goes on · PgUp a step back · Esc back to the line; nothing is lost</source>
        <translation>Enter 继续 · PgUp 上一步 · Esc 回登记行，不会丢失</translation>
    </message>
    <message>
        <source>{0} vehicles, {1} persons, {2} in, {3} out, {4} abnormal</source>
        <translation>车辆 {0}，人员 {1}，进 {2}，出 {3}，异常 {4}</translation>
    </message>
    <message>
        <source>Leaders: {0}</source>
        <translation>班长：{0}</translation>
    </message>
    <message>
        <source>Type the number of a leader above.</source>
        <translation>输入上面列出的班长编号。</translation>
    </message>
    <message>
        <source>Count what is there; empty: not counted. +100 came in just now, -10 went out.</source>
        <translation>清点实有数；空着表示未清点。刚收到的写 +100，借出的写 -10，回车即记。</translation>
    </message>
    <message>
        <source>The shift is open.</source>
        <translation>已开班。</translation>
    </message>
    <message>
        <source>Handed over. Ctrl+P prints the sheet.</source>
        <translation>已交班。Ctrl+P 打印交接班表。</translation>
    </message>
</context>
<context>
    <name>StickPage</name>
    <message>
        <source>Folder of the stick</source>
        <translation>U 盘文件夹</translation>
    </message>
    <message>
        <source>First four characters of the fingerprint, as heard by phone</source>
        <translation>电话里听到的指纹前四位</translation>
    </message>
    <message>
        <source>Stick</source>
        <translation>U 盘</translation>
    </message>
    <message>
        <source>Enter merges the batches and writes receipts and certificates · ↑↓ choose</source>
        <translation>回车：合并批次，写出回执和证书 · ↑↓ 选择</translation>
    </message>
    <message>
        <source>{0} batches, {1} receipts written, {2} to look at.</source>
        <translation>批次 {0} 个，写出回执 {1} 张，要看的 {2} 项。</translation>
    </message>
    <message>
        <source>The stick may be removed.</source>
        <translation>可以拔出 U 盘。</translation>
    </message>
    <message>
        <source>A station asks to be enrolled</source>
        <translation>有卡点申请入网</translation>
    </message>
    <message>
        <source>No request has this fingerprint</source>
        <translation>没有这个指纹的申请</translation>
    </message>
    <message>
        <source>Ask the station again; if it differs, do not sign: the request is not theirs.</source>
        <translation>再问一次卡点；不一样就不要签发，这份申请不是他们的。</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) read</source>
        <translation>
            <numerusform>读了 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing read yet.</source>
        <translation>还没有读 U 盘。</translation>
    </message>
    <message>
        <source>asks to be enrolled, fingerprint {0}</source>
        <translation>申请入网，指纹 {0}</translation>
    </message>
</context>
<context>
    <name>StreetPage</name>
    <message>
        <source>Code of a sheet (scan)</source>
        <translation>交接班表的码（扫）</translation>
    </message>
    <message>
        <source>The street</source>
        <translation>全街道</translation>
    </message>
    <message>
        <source>Red: something is missing, two histories, or no report of that day · ↑↓ scroll</source>
        <translation>红色：缺批次、两段历史，或那天没有日报 · ↑↓ 滚动</translation>
    </message>
    <message>
        <source>{0} stations, {1} to look at; figures are those signed</source>
        <translation>{0} 个卡点，{1} 个要看；数字为各卡点签发的合计</translation>
    </message>
    <message>
        <source>no batch yet</source>
        <translation>还没有批次</translation>
    </message>
    <message>
        <source>missing {0}</source>
        <translation>缺 {0}</translation>
    </message>
    <message>
        <source>signed up to #{0}: an older copy? F2 gives new receipts, then it sends again</source>
        <translation>曾签到 #{0}：是旧副本？按 F2 给新回执，它会重发</translation>
    </message>
    <message numerus="yes">
        <source>%n batch(es) wait for enrolment</source>
        <translation>
            <numerusform>%n 个批次等入网</numerusform>
        </translation>
    </message>
    <message>
        <source>two histories</source>
        <translation>两段历史</translation>
    </message>
</context>
<context>
    <name>Suggestions</name>
    <message numerus="yes">
        <source>%n time(s)</source>
        <translation>
            <numerusform>%n 次</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SupplyStep</name>
    <message>
        <source>{0} expected, {1} should be here</source>
        <translation>应存 {0} · 应有 {1}</translation>
    </message>
    <message>
        <source>never counted, {0} should be here</source>
        <translation>没清点过 · 应有 {0}</translation>
    </message>
</context>
</TS>
